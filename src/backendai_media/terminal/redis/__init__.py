"""Sessions that many front ends serve, in a Redis or Valkey server.

`store` is the front ends' side: any of them serves any session. `host` runs the programs. The keys,
under `PREFIX`:

=========================  ==================================================================
`epoch`                    a random text; another value means that the server lost its data
`sessions`                 hash: session id → user, of sessions whose program runs
`names:USER`               hash: name → session id; `clients:USER` the same by client id,
                           `live:USER` the set of ids
`opening`                  sorted set: ids that a host was asked to start → deadline; also for
                           each user, `opening:USER`; `asked:USER` hash: name or client → id
`s:ID`                     hash: user, name, client, host, rows, columns, ended
`s:ID:lease`               token of the host that owns the session; expires with the host
`s:ID:log`                 stream: output and events. An entry's id is the output offset after
                           it, so that a reader's position in the stream is its offset.
                           It outlives the session by some seconds
`s:ID:dead`                why the session has ended, for an hour; also `dead:USER:NAME`
`s:ID:news`                channel: the log has new entries
`h:HOST:in`                stream: requests from front ends to a host; `hosts` hash: its number
                           of sessions, `h:HOST` exists while it runs
`f:FRONT`                  exists while a front end runs
`ticket:DIGEST`            a ticket's identity; `tickets` sorted set: when tickets expire
=========================  ==================================================================
"""
