using System.Buffers;
using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Conformance.Model;

/// <content>The inspector: looks, and actions on chosen messages.</content>
internal sealed partial class ModelRun
{
    /// <summary>Filters, and what they find, said in another way.</summary>
    private static readonly (MessageFilter Filter, Func<string, bool> Finds)[] Filters =
    [
        (new() { Text = "息" }, static body => body.Contains('息', StringComparison.Ordinal)),
        (new() { Text = "7" }, static body => body.Contains('7', StringComparison.Ordinal)),
        (new() { JsonPath = "$" }, static body => body[0] == '{'),
        (new() { JsonPath = "$.kind", Value = "a" }, static body => body.Contains("\"kind\":\"a\"", StringComparison.Ordinal)),
        (new() { JsonPath = "$['n']", Value = "1.0" }, static body => body.Contains("\"n\":1.0,", StringComparison.Ordinal)),
        (new() { JsonPath = "$.lines[1].sku" }, static body => body.Contains("\"sku\":\"y\"", StringComparison.Ordinal)),
        (new() { JsonPath = "$.lines[*].sku", Value = "y" }, static body => body.Contains("\"sku\":\"y\"", StringComparison.Ordinal)),
        (new() { JsonPath = "$.rejectedfrom", Text = "alpha" }, static body => body.Contains("\"rejectedfrom\":\"alpha", StringComparison.Ordinal)),
    ];

    /// <summary>Mostly texts, some JSON, and a few envelopes of messages that a handler has rejected.</summary>
    private static string BodyOf(int n) => (n % 8) switch
    {
        1 or 4 => $$"""{"n":{{(n % 3 == 0 ? "1.0" : n)}},"kind":"{{(n % 5 < 2 ? 'a' : 'b')}}","lines":[{"sku":"x"}{{(n % 7 < 3 ? ",{\"sku\":\"y\"}" : "")}}]}""",
        6 => $$"""{"specversion":"1.0","rejectedfrom":"{{new[] { "alpha", "BETA", "", "gone" }[n / 8 % 4]}}","n":{{n}}}""",
        _ => $"消息 {n}",
    };

    private async Task InspectAsync(Command c, string name)
    {
        // What is not sent by a program has an id that the model does not know yet.
        await LearnAsync(name);
        MessageState? only = c.D % 3 == 0 ? (MessageState)(c.B % 4) : null;
        switch (c.Act)
        {
            case Act.Peek:
                await PeekAsync(c, name);
                break;
            case Act.Find:
                string id = Ids(c, name)[0];
                int? most = BodyBytes(c.C);
                await BothAsync(
                    () => Inspector.FindMessageAsync(new FindMessageRequest(name, id) { MaxBodyBytes = most }),
                    () => _model.FindMessage(name, id),
                    (real, model) =>
                    {
                        Same("is there", real is not null, model is not null);
                        if (real is not null)
                            CompareInspected(real, model!, most);
                    });
                break;
            case Act.Search:
                await SearchAsync(c, name);
                break;
            case Act.Profile:
                await BothAsync(() => Inspector.GetRewindProfileAsync(name), () => _model.RewindWindow(name), (real, window) => CompareProfile(real, name, window.Earliest, window.Latest));
                break;
            case Act.Move:
                await BothAsync(
                    () => Inspector.MoveMessagesAsync(new MoveMessagesRequest(name, TargetOf(c), 1 + (c.C % 5)) { State = only }),
                    () => _model.Move(name, TargetOf(c), ids: null, 1 + (c.C % 5), only),
                    CompareAction);
                break;
            case Act.MoveByIds:
                string[] moved = Ids(c, name);
                await BothAsync(
                    () => Inspector.MoveMessagesAsync(new MoveMessagesRequest(name, TargetOf(c), moved) { State = only }),
                    () => _model.Move(name, TargetOf(c), moved, 0, only),
                    CompareAction);
                break;
            case Act.DeleteByIds:
                string[] deleted = Ids(c, name);
                await BothAsync(
                    () => Inspector.DeleteMessagesAsync(new DeleteMessagesByIdRequest(name, deleted) { State = only }),
                    () => _model.DeleteByIds(name, deleted, only),
                    CompareAction);
                break;
            default:
                await RunJobAsync(c, name);
                break;
        }
    }

    private async Task LearnAsync(string name)
    {
        if (_model.TryFind(name) is null)
            return;
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            List<ModelMessage> model = _model.Look(name, state, newestFirst: false, after: null, from: null);
            IReadOnlyList<InspectedMessage> real = await Inspector.PeekAsync(new PeekMessagesRequest(name, state) { MaxMessages = 1000, MaxBytes = 16 * 1024 * 1024 });
            Same("peeked", real.Count, model.Count);
            for (int i = 0; i < real.Count; i++)
                CompareInspected(real[i], model[i], null);
        }
    }

    private async Task PeekAsync(Command c, string name)
    {
        PeekMessagesRequest request = new(name, (MessageState)(c.B % 4))
        {
            NewestFirst = c.D % 2 == 0,
            AfterMessageId = AfterOf(c, name)?.Id,
            From = FromOf(c, name),
            MaxMessages = 1 + (c.C % 20),
            MaxBytes = c.D % 4 == 1 ? 1 + (c.C % 60) : 1024 * 1024,
            MaxBodyBytes = BodyBytes(c.A),
        };
        await BothAsync(
            () => Inspector.PeekMessagesAsync(request),
            () => _model.Look(name, request.State, request.NewestFirst, AfterOf(c, name), request.From?.ToUnixTimeMilliseconds()),
            (real, model) =>
            {
                int page = ModelBroker.PageOf(model, request.MaxMessages, request.MaxBytes, request.MaxBodyBytes);
                Same("peeked", real.Messages.Count, page);
                for (int i = 0; i < page; i++)
                    CompareInspected(real.Messages[i], model[i], request.MaxBodyBytes);
                Same("continues", real.ContinueAfter, page == model.Count ? null : model[page - 1].Id);
            });
    }

    private async Task SearchAsync(Command c, string name)
    {
        (MessageFilter filter, Func<string, bool> finds) = Filters[c.A % Filters.Length];
        SearchMessagesRequest request = new(name, (MessageState)(c.B % 4), filter)
        {
            NewestFirst = c.D % 2 == 0,
            AfterMessageId = AfterOf(c, name)?.Id,
            From = FromOf(c, name),
            MaxExamined = c.C % 3 == 0 ? 1 + (c.C % 7) : 10_000,
            MaxMessages = 1 + (c.C % 4),
            MaxBytes = c.D % 5 == 1 ? 1 + (c.C % 120) : 1024 * 1024,
            MaxBodyBytes = BodyBytes(c.D),
        };
        await BothAsync(
            () => Inspector.SearchMessagesAsync(request),
            () => _model.Look(name, request.State, request.NewestFirst, AfterOf(c, name), request.From?.ToUnixTimeMilliseconds()),
            (real, all) =>
            {
                List<ModelMessage> found = all.Take(request.MaxExamined).Where(m => finds(m.Body)).ToList();
                int page = ModelBroker.PageOf(found, request.MaxMessages, request.MaxBytes, request.MaxBodyBytes);
                Same("found", real.Messages.Count, page);
                for (int i = 0; i < page; i++)
                    CompareInspected(real.Messages[i], found[i], request.MaxBodyBytes);

                // It looks up to the first that has no room on the page, or ends as soon as the page is full.
                int most = page < found.Count ? all.IndexOf(found[page]) : Math.Min(all.Count, request.MaxExamined);
                int least = page == request.MaxMessages ? all.IndexOf(found[page - 1]) + 1 : most;
                Same($"examined, {real.Examined}, is {least} to {most}", real.Examined >= least && real.Examined <= most, true);
                Same("continues", real.ContinueAfter, real.Examined == all.Count ? null : real.Examined == 0 ? request.AfterMessageId : all[real.Examined - 1].Id);
            });
    }

    private async Task RunJobAsync(Command c, string name)
    {
        (MessageFilter Filter, Func<string, bool> Finds)? filter = c.A % 2 == 0 ? Filters[c.C % Filters.Length] : null;
        bool moves = c.D % 3 != 0;
        MessageJobRequest request = new(name, (MessageState)(c.B % 4), moves ? MessageJobAction.Move : MessageJobAction.Delete)
        {
            Filter = filter?.Filter,
            TargetQueueName = moves ? TargetOf(c) : null,
        };

        // A job commits in the background, so the next commit that fails is that of another request.
        bool failNext = _failNext;
        _failNext = false;
        int running = 0;
        Task<MessageJob> job = RunToEndAsync(request);
        await Task.WhenAny(job);
        await BothAsync(
            () => new ValueTask<MessageJob>(job),
            () =>
            {
                running = _model.TryFind(name)?.Count(request.State) ?? 0;
                return _model.RunJob(name, request.State, moves, request.TargetQueueName, filter?.Finds);
            },
            (real, model) =>
            {
                Same("state of the job", real.State, model.EndedBy is null ? MessageJobState.Completed : MessageJobState.Failed);
                Same("total", real.Total, running);
                Same("done", real.Done, model.Done);
                if (model.EndedBy is not null)
                    return;
                Same("skipped", real.Skipped, model.Skipped.Count);
                Same("examined", real.Examined, running);
            });
        _failNext = failNext;
    }

    private async Task<MessageJob> RunToEndAsync(MessageJobRequest request)
    {
        MessageJob job = await Inspector.StartJobAsync(request);
        for (long start = Environment.TickCount64; job.State == MessageJobState.Running && Environment.TickCount64 - start < Timeout.TotalMilliseconds; await Task.Yield())
            job = (await Inspector.ListJobsAsync()).Single(one => one.Id == job.Id);
        return job;
    }

    private void CompareInspected(InspectedMessage real, ModelMessage model, int? maxBodyBytes)
    {
        byte[] body = Encoding.UTF8.GetBytes(model.Body);
        Learn(model, real.MessageId);
        Same("peeked state", real.State, model.State);
        Same("peeked length", real.BodyLength, body.Length);
        ReadOnlySpan<byte> wanted = body.AsSpan(0, Math.Min(body.Length, maxBodyBytes ?? int.MaxValue));

        // Over HTTP a character that is cut is left out.
        if (real.Body.Length < wanted.Length && Rune.DecodeLastFromUtf8(wanted, out _, out int incomplete) == OperationStatus.NeedMoreData)
            wanted = wanted[..^incomplete];
        Same("peeked body", Convert.ToBase64String(real.Body.Span), Convert.ToBase64String(wanted));
        Same("peeked enqueueTime", Ms(real.EnqueuedAt), model.EnqueuedAt);
        Same("peeked visibleAt", real.VisibleAt is { } at ? Ms(at) : 0, model.VisibleAt == 0 ? 0 : model.VisibleAt + _model.Wall - _model.Now);
        Same("peeked firstReceivedAt", real.FirstReceivedAt is { } first ? Ms(first) : 0, model.FirstReceivedAt == 0 ? 0 : model.FirstReceivedAt + model.Offset);
        Same("peeked dequeueCount", real.DequeueCount, model.DequeueCount);
        Same("is a dead letter", real.DeadLetterSource is not null, model.Source is not null);
        if (real.DeadLetterSource is not { } source || model.Source is not { } note)
            return;
        Learn(note.Message, source.MessageId);
        Same("source", $"{source.QueueName} {Ms(source.EnqueuedAt)} {source.DequeueCount}", $"{note.QueueName} {note.EnqueuedAt} {note.DequeueCount}");
    }

    /// <summary>Each point is within the window, and a rewind to it would bring back as many messages as it says.</summary>
    private void CompareProfile(RewindProfile real, string name, long earliest, long latest)
    {
        long[] times = [.. real.Points.Select(static point => point.Time.ToUnixTimeSeconds())];
        Same("points", times.Length, (int)Math.Clamp(latest - earliest + 1, 0, 100));
        Same("points are in order", times.SequenceEqual(times.Distinct().Order()), true);
        if (times.Length == 0)
            return;
        Same("first and last point", (times.Length == 1 ? earliest : times[0], times[^1]), (earliest, latest));
        foreach (RewindPoint point in real.Points)
            Same($"messages from {point.Time}", point.Messages, _model.CountRewind(name, point.Time.ToUnixTimeSeconds()));
    }

    private static void CompareAction(MessageActionResult real, ModelAction model)
    {
        Same("done", real.Done, model.Done);
        Same("skipped", string.Join(' ', real.Skipped), string.Join(' ', model.Skipped));
        Same("ended by", (real.EndedBy as CmqServiceException)?.Error, model.EndedBy);
    }

    /// <summary>Messages of the queue, some twice, and now and then one of another queue, or that is gone or has never been.</summary>
    private string[] Ids(Command c, string name)
    {
        string[] here = [.. _model.TryFind(name)?.Messages.Select(static m => m.Id!) ?? []];
        string[] all = [.. _byId.Keys.TakeLast(60)];
        return [.. Enumerable.Range(0, 1 + (c.C % 7)).Select(i => c.B + (i * (1 + (c.D % 3)))).Select(n =>
            here.Length > 0 && n % 5 != 0 ? here[n % here.Length]
            : all.Length > 0 && n % 3 != 0 ? all[n % all.Length]
            : "17")];
    }

    /// <summary>A message that is or was in the queue.</summary>
    private ModelMessage? AfterOf(Command c, string name)
    {
        ModelMessage[] messages = c.C % 2 == 0 ? [] : [.. _byId.Values.Where(m => string.Equals(m.QueueName, name, StringComparison.OrdinalIgnoreCase)).OrderBy(static m => m.Number).TakeLast(20)];
        return messages.Length == 0 ? null : messages[c.A % messages.Length];
    }

    private DateTimeOffset? FromOf(Command c, string name) =>
        (c.A % 3) switch
        {
            0 when _model.TryFind(name) is { Messages: { Count: > 0 } messages } => DateTimeOffset.FromUnixTimeMilliseconds(messages[c.D % messages.Count].EnqueuedAt + (c.B % 3) - 1),
            1 => DateTimeOffset.FromUnixTimeMilliseconds(_model.Wall - Times[c.D % Times.Length]),
            _ => null,
        };

    private static string? TargetOf(Command c) => c.D % 4 < 2 ? null : Name(c.B);

    private static int? BodyBytes(int n) => (n % 5) switch { 0 => 0, 1 => n % 20, _ => null };
}
