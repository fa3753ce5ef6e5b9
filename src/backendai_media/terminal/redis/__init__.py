"""Sessions that many front ends serve, in a Redis or Valkey server.

`store` is the front ends' side: any of them serves any session. `host` runs the programs.

What is there, under `PREFIX`:

=========================  ==================================================================
`epoch`                    a random text; another one means that the server lost its data
`sessions`                 hash: session id → user, of sessions whose program runs
`names:USER`               hash: name → session id; `clients:USER` the same by who opened it,
                           `live:USER` the set of ids
`opening`                  sorted set: ids that a host was asked to begin → until when; the
                           same of each user, `opening:USER`; `asked:USER` hash: what for
`s:ID`                     hash: user, name, client, host, rows, columns, ended
`s:ID:lease`               the token of the host that owns it; expires when the host is gone
`s:ID:log`                 stream: output and events. An entry's id is the output's offset at
                           its end, so that a reader's place in the stream is its offset
`s:ID:dead`                why it is no more, for an hour; `dead:USER:NAME` the same
`s:ID:news`                channel: there is something new in the log
`h:HOST:in`                stream: what front ends want of a host; `hosts` hash: its sessions,
                           `h:HOST` while it lives
`f:FRONT`                  while a front end lives
`ticket:DIGEST`            what a ticket grants; `tickets` sorted set: when they expire
=========================  ==================================================================
"""
