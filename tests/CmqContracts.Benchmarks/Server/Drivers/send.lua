-- Sends the requests of a file in turn, repeatedly. They are signed beforehand, so the driver costs the same for every server.
-- In the file, each request is its length on a line of its own, and then its bytes.
local requests, last = {}, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for length in function() return file:read("*l") end do
    requests[#requests + 1] = file:read(tonumber(length))
  end
  file:close()
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("RESULT %d %d %d", summary.requests, summary.duration, failed))
end
