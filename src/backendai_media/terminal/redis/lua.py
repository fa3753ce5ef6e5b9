"""Lua scripts: changes that the server makes atomically."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "backendai:terminal:"

_OPENED: Final = """
local function opened(p, user, id)
  redis.call('ZREM', p .. 'opening', id)
  redis.call('ZREM', p .. 'opening:' .. user, id)
  if redis.call('EXISTS', p .. 'opening:' .. user) == 0 then
    redis.call('DEL', p .. 'asked:' .. user)
  end
end
"""

_FORGET: Final = (
    _OPENED
    + """
local function forget(p, id, reason)
  local record = p .. 's:' .. id
  local user = redis.call('HGET', record, 'user')
  if reason ~= '' then redis.call('SET', record .. ':dead', reason, 'EX', 3600) end
  if user then
    if reason ~= '' then
      local name = redis.call('HGET', record, 'name')
      redis.call('SET', p .. 'dead:' .. user .. ':' .. name, reason, 'EX', 3600)
    end
    for _, kind in ipairs({{'names:', 'name'}, {'clients:', 'client'}}) do
      local field = redis.call('HGET', record, kind[2])
      if redis.call('HGET', p .. kind[1] .. user, field) == id then
        redis.call('HDEL', p .. kind[1] .. user, field)
      end
    end
    redis.call('SREM', p .. 'live:' .. user, id)
    opened(p, user, id)
  end
  redis.call('HDEL', p .. 'sessions', id)
  redis.call('DEL', record, record .. ':lease')
end
"""
)

#: prefix, id, user, name, client, "1" if named, rows, columns, limits of a user and in all
#: → [id, "new" | "found" | "full" | "no host"]
OPEN: Final = """
local p, id, user, name, client, named = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local now, timeout = tonumber(redis.call('TIME')[1]), 30
local opening, asked = {p .. 'opening', p .. 'opening:' .. user}, p .. 'asked:' .. user
for _, key in ipairs(opening) do redis.call('ZREMRANGEBYSCORE', key, '-inf', now) end
local found
if named == '1' then found = redis.call('HGET', p .. 'names:' .. user, name)
else found = redis.call('HGET', p .. 'clients:' .. user, client) end
if found and redis.call('EXISTS', p .. 's:' .. found .. ':lease') == 1
  and redis.call('HEXISTS', p .. 's:' .. found, 'ended') == 0 then return {found, 'found'} end
-- A session that its host has not started yet counts too, and is not requested twice.
local field = named == '1' and 'name ' .. name or 'client ' .. client
found = redis.call('HGET', asked, field)
if found and redis.call('ZSCORE', opening[1], found) then return {found, 'found'} end
if redis.call('SCARD', p .. 'live:' .. user) + redis.call('ZCARD', opening[2]) >= tonumber(ARGV[9])
  or redis.call('HLEN', p .. 'sessions') + redis.call('ZCARD', opening[1]) >= tonumber(ARGV[10])
  then return {'', 'full'} end
local host, least
local loads = redis.call('HGETALL', p .. 'hosts')
for i = 1, #loads, 2 do
  if redis.call('EXISTS', p .. 'h:' .. loads[i]) == 0 then
    redis.call('HDEL', p .. 'hosts', loads[i])
  elseif not least or tonumber(loads[i + 1]) < least then
    host, least = loads[i], tonumber(loads[i + 1])
  end
end
if not host then return {'', 'no host'} end
redis.call('HINCRBY', p .. 'hosts', host, 1)
redis.call('HSET', p .. 's:' .. id, 'user', user, 'name', name, 'client', client, 'host', host,
  'rows', ARGV[7], 'columns', ARGV[8])
redis.call('EXPIRE', p .. 's:' .. id, timeout)
for _, key in ipairs(opening) do
  redis.call('ZADD', key, now + timeout, id)
  redis.call('EXPIRE', key, timeout)
end
redis.call('HSET', asked, field, id)
redis.call('EXPIRE', asked, timeout)
redis.call('XADD', p .. 'h:' .. host .. ':in', '*', 'j',
  cjson.encode({op = 'open', id = id}))
return {id, 'new'}
"""

#: prefix, id, token, milliseconds, user, name, client, host, rows, columns
#: → 1, or 0 if the session has ended or another host owns it
REGISTER: Final = (
    _OPENED
    + """
local p, id, token, user = ARGV[1], ARGV[2], ARGV[3], ARGV[5]
local record = p .. 's:' .. id
if redis.call('EXISTS', record .. ':dead') == 1 then return 0 end
local owner = redis.call('GET', record .. ':lease')
if owner and owner ~= token then return 0 end
redis.call('SET', record .. ':lease', token, 'PX', ARGV[4])
redis.call('HSET', record, 'user', user, 'name', ARGV[6], 'client', ARGV[7], 'host', ARGV[8],
  'rows', ARGV[9], 'columns', ARGV[10])
redis.call('PERSIST', record)
redis.call('HSET', p .. 'names:' .. user, ARGV[6], id)
redis.call('HSET', p .. 'clients:' .. user, ARGV[7], id)
redis.call('SADD', p .. 'live:' .. user, id)
redis.call('HSET', p .. 'sessions', id, user)
redis.call('DEL', p .. 'dead:' .. user .. ':' .. ARGV[6])
redis.call('SET', p .. 'epoch', token, 'NX')
opened(p, user, id)
return 1
"""
)

#: prefix, id, token, milliseconds → 1, 0 if the lease is gone, -1 if another host has it
RENEW: Final = """
local record = ARGV[1] .. 's:' .. ARGV[2]
local owner = redis.call('GET', record .. ':lease')
if owner == ARGV[3] then return redis.call('PEXPIRE', record .. ':lease', ARGV[4]) end
if owner or redis.call('EXISTS', record .. ':dead') == 1 then return -1 end
return 0
"""

#: prefix, id, token, "1" to rewrite, oldest offset, "1" if ended, (entry id, field, value)…
#: → 1, or 0 if the host does not own the session
PUBLISH: Final = """
local record = ARGV[1] .. 's:' .. ARGV[2]
if redis.call('GET', record .. ':lease') ~= ARGV[3] then return 0 end
local log = record .. ':log'
if ARGV[4] == '1' then redis.call('DEL', log) end
for i = 7, #ARGV, 3 do
  -- An existing entry was written by a call whose answer was lost.
  local done = redis.pcall('XADD', log, ARGV[i], ARGV[i + 1], ARGV[i + 2])
  if type(done) == 'table' and done.err and not string.find(done.err, 'equal or smaller') then
    return done
  end
end
redis.call('XTRIM', log, 'MINID', ARGV[5] .. '-0')
if ARGV[6] == '1' then
  redis.call('HSET', record, 'ended', '1')
  redis.call('SREM', ARGV[1] .. 'live:' .. redis.call('HGET', record, 'user'), ARGV[2])
  redis.call('HDEL', ARGV[1] .. 'sessions', ARGV[2])
end
redis.call('PUBLISH', record .. ':news', '')
return 1
"""

#: prefix, id, token, reason → 1, or 0 if another host owns it
RELEASE: Final = (
    _FORGET
    + """
local record = ARGV[1] .. 's:' .. ARGV[2]
local owner = redis.call('GET', record .. ':lease')
if owner and owner ~= ARGV[3] then return 0 end
forget(ARGV[1], ARGV[2], ARGV[4])
-- Front ends may not have read the end of it yet.
redis.call('EXPIRE', record .. ':log', 10)
redis.call('PUBLISH', record .. ':news', '')
return 1
"""
)

#: prefix, id, reason → 1 if no host owned it any more, else 0
REMOVE_ORPHAN: Final = (
    _FORGET
    + """
local record = ARGV[1] .. 's:' .. ARGV[2]
if redis.call('EXISTS', record .. ':lease') == 1 or redis.call('EXISTS', record) == 0 then
  return 0
end
forget(ARGV[1], ARGV[2], ARGV[3])
redis.call('DEL', record .. ':log')
redis.call('PUBLISH', record .. ':news', '')
return 1
"""
)

#: prefix, digest, identity, milliseconds, now, limit → 1, or 0 if there are too many
KEEP_TICKET: Final = """
local all = ARGV[1] .. 'tickets'
redis.call('ZREMRANGEBYSCORE', all, '-inf', ARGV[5])
if redis.call('ZCARD', all) >= tonumber(ARGV[6]) then return 0 end
redis.call('ZADD', all, ARGV[5] + ARGV[4], ARGV[2])
redis.call('SET', ARGV[1] .. 'ticket:' .. ARGV[2], ARGV[3], 'PX', ARGV[4])
return 1
"""

#: prefix, digest → identity, or nil
TAKE_TICKET: Final = """
redis.call('ZREM', ARGV[1] .. 'tickets', ARGV[2])
local key = ARGV[1] .. 'ticket:' .. ARGV[2]
local identity = redis.call('GET', key)
redis.call('DEL', key)
return identity
"""
