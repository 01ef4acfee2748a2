-- What the other scripts for wrk share: reading requests from a file, and the line that reports a run.
-- A file holds each request as its length on a line of its own, and then its bytes.
local shared = {}

function shared.read(path)
  local requests = {}
  local file = assert(io.open(path, "rb"))
  for length in function() return file:read("*l") end do
    requests[#requests + 1] = file:read(tonumber(length))
  end
  file:close()
  return requests
end

function shared.report(count, microseconds, errors)
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("RESULT %d %d %d", count, microseconds, failed))
end

return shared
