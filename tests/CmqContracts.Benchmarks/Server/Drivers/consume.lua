-- Receives and deletes: every batch that comes is deleted by a request that is signed here, with OpenSSL through LuaJIT's foreign
-- functions. Counts the messages whose deletion was confirmed, up to the moment of the last one.
-- Arguments: a file with the receive, host and port, secret id, secret key, timestamp, queue.
package.path = debug.getinfo(1, "S").source:match("^@(.*)consume%.lua$") .. "?.lua;" .. package.path
local shared = require("requests")
local ffi = require("ffi")

ffi.cdef [[
  typedef struct { long seconds; long microseconds; } cmq_time;
  int gettimeofday(cmq_time *time, void *zone);
  const void *EVP_sha1(void);
  unsigned char *HMAC(const void *hash, const void *key, int keyLength, const char *data, size_t length, unsigned char *output, unsigned int *outputLength);
  int EVP_EncodeBlock(unsigned char *output, const unsigned char *data, int length);
]]
local crypto = ffi.load("libcrypto.so.3")
local time, hash, text = ffi.new("cmq_time"), ffi.new("unsigned char[32]"), ffi.new("unsigned char[64]")

local receive, host, key, common, queue, threads = nil, nil, nil, nil, nil, {}
local deletes, first, last = {}, 1, 0
started, ended, deleted = 0, 0, 0

-- Parameters are signed in the order of their names' bytes.
local order = { 0, 1, 10, 11, 12, 13, 14, 15, 2, 3, 4, 5, 6, 7, 8, 9 }
local escapes = { ["+"] = "%2B", ["/"] = "%2F", ["="] = "%3D" }

local function now()
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.seconds) * 1000000 + tonumber(time.microseconds)
end

local function delete(handles)
  local parts = { common, "&queueName=", queue }
  for _, index in ipairs(order) do
    if handles[index + 1] then
      parts[#parts + 1] = "&receiptHandle." .. index .. "=" .. handles[index + 1]
    end
  end
  local form = table.concat(parts)
  local signed = "POST" .. host .. "/v2/index.php?" .. form
  crypto.HMAC(crypto.EVP_sha1(), key, #key, signed, #signed, hash, nil)
  local signature = ffi.string(text, crypto.EVP_EncodeBlock(text, hash, 20)):gsub("[+/=]", escapes)
  local body = form .. "&Signature=" .. signature
  return "POST /v2/index.php HTTP/1.1\r\nHost: " .. host .. "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

local marker = '"receiptHandle":"'

-- The messages of a reply are as long as each other, so the next handle is looked for where it should be before the rest of the
-- reply is searched: the driver must not be what is measured.
local function handles_in(body)
  local handles = {}
  local at, stride = body:find(marker, 1, true), 0
  while at do
    local from = at + #marker
    local to = body:find('"', from, true)
    handles[#handles + 1] = body:sub(from, to - 1)
    local expected = at + stride
    if stride == 0 or body:sub(expected, expected + #marker - 1) ~= marker then
      expected = body:find(marker, to, true)
    end
    stride = expected and expected - at
    at = expected
  end
  return handles
end

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  receive = shared.read(args[1])[1]
  host, key, queue = args[2], args[4], args[6]
  common = "Action=BatchDeleteMessage&Nonce=1&SecretId=" .. args[3] .. "&SignatureMethod=HmacSHA1&Timestamp=" .. args[5]
  started = now()
  ended = started
end

function request()
  if first > last then
    return receive
  end
  local pending = deletes[first]
  deletes[first] = nil
  first = first + 1
  return pending
end

function response(status, headers, body)
  if body:find('"msgInfoList"', 1, true) then
    last = last + 1
    deletes[last] = delete(handles_in(body))
  elseif body:find('^{"code":0,') then
    deleted = deleted + 16
    ended = now()
  elseif body:find('^{"code":7000,') then
    wrk.thread:stop()
  else
    error("The server answers: " .. body)
  end
end

function done(summary)
  local thread = threads[1]
  shared.report(thread:get("deleted"), thread:get("ended") - thread:get("started"), summary.errors)
end
