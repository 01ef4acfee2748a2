namespace CmqContracts.Tool;

/// <summary>
/// Sends a message for each line of standard input, in order and a batch at a time, so that what was sent is always a number of lines from the beginning.
/// </summary>
internal sealed class LineSender(ClientRun run, string queue, int delaySeconds, bool isRaw)
{
    private readonly InputLines _lines = new();
    private readonly List<(ReadOnlyMemory<byte> Body, long Line)> _batch = [];
    private long _bytes;

    /// <summary>How many messages were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>How many lines are done with: what <c>--skip</c> goes on behind.</summary>
    public long LinesDone { get; private set; }

    /// <summary>Sends all lines behind those that are skipped.</summary>
    /// <exception cref="OperationCanceledException">The user has stopped it. No request is under way.</exception>
    /// <exception cref="FormatException">A line holds no message. All before it were sent.</exception>
    /// <exception cref="CmqException">What the service says. <see cref="LinesDone"/> lines before are sent.</exception>
    public async Task SendAsync(long skip)
    {
        using ProgressLine progress = new("sent", TimeProvider.System);
        while (await _lines.ReadAsync(run.Stop) is { } line)
        {
            if (_lines.Number <= skip)
            {
                LinesDone = _lines.Number;
                continue;
            }

            if (line.IsEmpty)
            {
                if (_batch.Count == 0)
                    LinesDone = _lines.Number;
                continue;
            }

            ReadOnlyMemory<byte> body = await BodyAsync(line);
            if (_batch.Count == run.Limits.BatchSize.Maximum || _bytes + body.Length > run.Limits.BatchBytes.Maximum)
                await FlushAsync(_lines.Number - 1);
            _batch.Add((body, _lines.Number));
            _bytes += body.Length;
            progress.Show(Sent, _lines.Length is { } length ? (double)_lines.Bytes / length : null);
        }

        await FlushAsync(_lines.Number);
    }

    private async ValueTask<ReadOnlyMemory<byte>> BodyAsync(ReadOnlyMemory<byte> line)
    {
        if (isRaw)
            return line.ToArray();
        FormatException wrong;
        try
        {
            return BodyLine.Parse(line.Span);
        }
        catch (FormatException e)
        {
            wrong = e;
        }

        long number = _lines.Number;
        await FlushAsync(number - 1);
        throw new FormatException($"Line {number} {wrong.Message}.", wrong);
    }

    /// <summary>Sends what has gathered. A batch that is refused is sent message by message, up to the one that is at fault.</summary>
    private async Task FlushAsync(long lastLine)
    {
        run.Stop.ThrowIfCancellationRequested();
        if (_batch.Count > 0)
        {
            try
            {
                await SendAsync(0, _batch.Count);
            }
            catch (CmqServiceException e) when (e.Outcome == CmqOutcome.Refused && _batch.Count > 1)
            {
                for (int i = 0; i < _batch.Count; i++)
                    await SendAsync(i, 1);
            }

            _batch.Clear();
            _bytes = 0;
        }

        LinesDone = lastLine;
    }

    private async Task SendAsync(int first, int count)
    {
        SendMessagesRequest request = new(queue, [.. _batch.Skip(first).Take(count).Select(static message => message.Body)]) { DelaySeconds = delaySeconds };
        LinesDone = _batch[first].Line - 1;
        LastTried = _batch[first + count - 1].Line;
        await run.Service.SendMessagesAsync(request, run.Grace);
        Sent += count;
        LinesDone = LastTried;
    }

    /// <summary>The last line of the request that was made last.</summary>
    public long LastTried { get; private set; }
}
