using System.Globalization;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Brokers.Tests.Model;

/// <summary>Runs a program on a broker and on the model, and compares every answer, every error and every counter after every command.</summary>
internal sealed class ModelRun
{
    private const string Account = "100000000001";
    private static readonly string[] Names = ["alpha", "Beta", "GAMMA", "delta", "dead-1", "dead_2"];
    private static readonly string[] Nonsense = ["", "0", "-1", "17", "99999999999999999999", "handle", "٣"];
    private static readonly int[] Times = [1, 250, 999, 1_000, 1_001, 2_500, 5_000, 10_000, 29_999, 30_000, 60_000, 61_000, 90_000, 299_000, 301_000, 700_000, 4_000_000];

    private static readonly long[] Steps = [1, 60, 101, 250, 999, 1_001, 2_500, 30_000, 600_000, 3_600_000, 86_400_000, 16L * 86_400_000, 3650L * 86_400_000];

    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_488_719_262_345));
    private readonly Func<TimeProvider, Broker> _open;
    private readonly ModelBroker _model;
    private readonly List<(Task<IReadOnlyList<CmqMessage>> Real, ModelWait Model, CancellationTokenSource Source)> _waits = [];
    private readonly List<(string Queue, string Handle)> _handles = [];
    private readonly HashSet<string> _seenHandles = [];
    private readonly Dictionary<string, ModelMessage> _byId = [];
    private Broker _broker;
    private ICmqService _service;
    private ICmqInspector _inspector;
    private readonly CommitFailure? _failure;
    private bool _failNext;
    private int _bodies;

    private ModelRun(Func<TimeProvider, Broker> open, CommitFailure? failure)
    {
        _open = open;
        _failure = failure;
        _broker = open(_clock);
        _service = _broker.GetService(Account);
        _inspector = _broker.GetInspector(Account);
        _model = new ModelBroker(_clock.GetUtcNow().ToUnixTimeMilliseconds(), CmqLimits.Classic);
    }

    /// <summary>Runs a program; a difference throws.</summary>
    /// <param name="program">The commands.</param>
    /// <param name="open">Opens the broker; again after a command that closes it, over the same store.</param>
    /// <param name="failure">How commits of the broker's store are made to fail, when the program does that.</param>
    public static void Execute(Program program, Func<TimeProvider, Broker> open, CommitFailure? failure = null)
    {
        ModelRun run = new(open, failure);
        Command[] setup = [new(Act.Create, 4, 0, 0, 2), new(Act.Create, 5, 0, 0, 2), new(Act.Create, 0, 1, 3, 3), new(Act.Create, 1, 2, 7, 5), new(Act.Create, 2, 3, 1, 9)];
        int step = 0;
        foreach (Command command in setup.Concat(program.Commands))
        {
            try
            {
                run.Run(command);
                run.CompareWaits();
                run.CompareCounters();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Command {step - setup.Length} {command}: {e.Message}", e);
            }

            step++;
        }

        run._broker.Dispose();
    }

    private void Run(Command c)
    {
        string name = Name(c.A);
        switch (c.Act)
        {
            case Act.Create:
                QueueSettings created = Settings(c, creating: true);
                Both(
                    () => _service.CreateQueueAsync(new CreateQueueRequest(name, created)),
                    () => _model.Create(name, created),
                    static (id, queue) => queue.Id = id);
                break;
            case Act.DeleteQueue:
                Both(() => Unit(_service.DeleteQueueAsync(name)), () => Unit(() => _model.Delete(name)));
                break;
            case Act.Set:
                QueueSettings settings = Settings(c, creating: false);
                Both(() => _service.SetQueueAttributesAsync(new SetQueueAttributesRequest(name, settings)), () => _model.Set(name, settings), SameAttributes);
                break;
            case Act.Unbind:
                Both(() => Unit(_service.UnbindDeadLetterQueueAsync(name)), () => Unit(() => _model.Unbind(name)));
                break;
            case Act.Clear:
                Both(() => Unit(_service.ClearQueueAsync(name)), () => Unit(() => _model.Clear(name)));
                break;
            case Act.Rewind:
                long start = RewindStart(c);
                Both(() => Unit(_service.RewindQueueAsync(new RewindQueueRequest(name, start))), () => Unit(() => _model.Rewind(name, start)));
                break;
            case Act.CountRewind:
                long from = RewindStart(c);
                Both(() => _inspector.CountRewindAsync(new RewindQueueRequest(name, from)), () => _model.CountRewind(name, from), static (real, model) => Same("rewind count", real, model));
                break;
            case Act.List:
                CompareLists(c);
                break;
            case Act.Send:
                Send(c, name);
                break;
            case Act.Receive:
                Receive(c, name);
                break;
            case Act.Cancel:
                if (_waits.Count > 0)
                {
                    (_, ModelWait wait, CancellationTokenSource source) = _waits[c.A % _waits.Count];
                    source.Cancel();
                    _model.Cancel(wait);
                }

                break;
            case Act.Delete:
                Delete(c, name);
                break;
            case Act.Peek:
                Peek(c, name);
                break;
            case Act.Move:
                Both(
                    () => _inspector.MoveMessagesAsync(new MoveMessagesRequest(name, Name(c.B), 1 + (c.C % 5))),
                    () => _model.Move(name, Name(c.B), 1 + (c.C % 5)),
                    static (real, model) => Same("moved", real.Moved, model));
                break;
            case Act.Advance:
                _clock.Advance(TimeSpan.FromMilliseconds(Times[c.A % (c.B % 3 == 0 ? Times.Length : 12)]));
                _model.AdvanceTo(_model.Now + Times[c.A % (c.B % 3 == 0 ? Times.Length : 12)]);
                break;
            case Act.Reopen:
                Reopen(0);
                break;
            case Act.Step:
                long step = StepOf(c);
                _clock.StepWall(TimeSpan.FromMilliseconds(step));
                _model.StepWall(step);

                // The broker polls its clock before it does anything.
                _service.ListQueuesAsync(new ListQueuesRequest()).AsTask().GetAwaiter().GetResult();
                break;
            case Act.StepDown:
                Reopen(StepOf(c));
                break;
            case Act.FailNext:
                _failNext = true;
                break;
        }
    }

    private void Send(Command c, string name)
    {
        string[] bodies = [.. Enumerable.Range(0, c.B % 4 == 0 ? 1 + (c.C % 16) : 1).Select(_ => $"消息 {++_bodies}")];
        if (c.B % 97 == 1)
            bodies[0] = new string('x', 1025 + (c.C * 100));
        int delay = c.D % 3 == 0 ? c.C % 70 : 0;
        Both(
            () => _service.SendMessagesAsync(new SendMessagesRequest(name, [.. bodies.Select(b => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(b))], delay)),
            () => _model.Send(name, bodies, delay),
            (ids, sent) =>
            {
                Same("message count", ids.Count, sent.Count);
                for (int i = 0; i < ids.Count; i++)
                    Learn(sent[i], ids[i]);
            });
    }

    private void Receive(Command c, string name)
    {
        int max = c.B % 3 == 0 ? 1 + (c.C % 16) : 1;
        int? wait = (c.D % 4) switch { 0 => null, 1 => c.D % 31, _ => 0 };
        CancellationTokenSource source = new();
        if (TryRun(() => _service.ReceiveMessagesAsync(new ReceiveMessagesRequest(name, max, wait), source.Token)) is not { } real)
            return;
        try
        {
            _waits.Add((real, _model.Receive(name, max, wait, source.Token), source));
        }
        catch (CmqServiceException expected)
        {
            Same("error", ErrorOf(real), expected.Error);
        }
    }

    private void CompareWaits()
    {
        foreach ((Task<IReadOnlyList<CmqMessage>> real, ModelWait model, _) in _waits)
        {
            if (real.IsCompleted != model.IsOver)
                throw new InvalidOperationException($"A receive is {(real.IsCompleted ? "" : "not ")}over: {real.Status}; the model says {(model.IsOver ? "over" : "waiting")}.");
            if (!model.IsOver)
                continue;
            Same("canceled", real.IsCanceled, model.IsCanceled);
            if (model.Error is not null)
                Same("error of a wait", ErrorOf(real), model.Error);
            if (model.Answer is null)
                continue;
            IReadOnlyList<CmqMessage> messages = real.GetAwaiter().GetResult();
            Same("received", messages.Count, model.Answer.Count);
            for (int i = 0; i < messages.Count; i++)
                CompareReceived(messages[i], model.Answer[i]);
        }

        _waits.RemoveAll(static wait => wait.Model.IsOver);
    }

    private void CompareReceived(CmqMessage real, ModelReceived model)
    {
        Learn(model.Message, real.MessageId);
        Same("body", Encoding.UTF8.GetString(real.Body.Span), model.Message.Body);
        Same("dequeueCount", real.DequeueCount, model.DequeueCount);
        Same("enqueueTime", Ms(real.EnqueuedAt), model.Message.ProducedAt + model.Message.Offset);
        Same("first dequeue is not before the enqueue", real.FirstReceivedAt >= real.EnqueuedAt, true);
        Same("firstDequeueTime", Ms(real.FirstReceivedAt), model.FirstReceivedAt);
        Same("nextVisibleTime", Ms(real.VisibleAgainAt), model.VisibleAt);
        Same("whole second of nextVisibleTime", Ms(real.VisibleAgainAt) % 1000, 0);
        Same("handle is new", _seenHandles.Add(real.ReceiptHandle), true);
        Same("handle is a number below 2^63", long.Parse(real.ReceiptHandle, NumberStyles.None, CultureInfo.InvariantCulture) > 0, true);
        model.Handle = real.ReceiptHandle;
        string queue = _model.Queues.Find(q => q.Messages.Contains(model.Message))?.Name ?? Names[0];
        _handles.Add((queue, real.ReceiptHandle));
    }

    private void Delete(Command c, string name)
    {
        List<string> handles = [];
        for (int i = 0; i < (c.B % 3 == 0 ? 1 + (c.C % 6) : 1); i++)
        {
            // Mostly recent handles of their own queue, sometimes old ones, foreign ones and nonsense.
            if (_handles.Count > 0 && c.D % 11 != 0)
            {
                (string queue, string handle) = _handles[_handles.Count - 1 - ((c.C + i) % Math.Min(_handles.Count, c.D % 5 == 0 ? 1000 : 8))];
                handles.Add(handle);
                if (c.D % 7 != 0)
                    name = queue;
            }
            else
            {
                handles.Add(Nonsense[(c.C + i) % Nonsense.Length]);
            }
        }

        Both(
            () => _service.DeleteMessagesAsync(new DeleteMessagesRequest(name, handles)),
            () => _model.DeleteMessages(name, handles),
            static (real, model) =>
            {
                Same("handles that failed", string.Join(' ', real.Select(f => f.ReceiptHandle)), string.Join(' ', model));
                Same("all invalid", real.All(f => f.Error.Is(CmqErrors.ReceiptHandleInvalid)), true);
            });
    }

    private void Peek(Command c, string name)
    {
        MessageState state = (MessageState)(c.B % 4);
        int max = 1 + (c.C % 20);
        string? after = null;
        if (c.D % 2 == 0)
            after = _model.Queues.Find(q => string.Equals(q.Name, name, StringComparison.OrdinalIgnoreCase))?.Messages.FirstOrDefault(m => m.State == state && m.Id is not null)?.Id;
        Both(
            () => _inspector.PeekMessagesAsync(new PeekMessagesRequest(name, state, max, after)),
            () => _model.Peek(name, state, max, after),
            (real, model) =>
            {
                Same("peeked", real.Count, model.Count);
                for (int i = 0; i < real.Count; i++)
                {
                    Learn(model[i], real[i].MessageId);
                    Same("peeked state", real[i].State, state);
                    Same("peeked body", Encoding.UTF8.GetString(real[i].Body.Span), model[i].Body);
                    Same("peeked enqueueTime", Ms(real[i].EnqueuedAt), model[i].ProducedAt + model[i].Offset);
                    Same("peeked visibleAt", real[i].VisibleAt is { } at ? Ms(at) : 0, model[i].VisibleAt == 0 ? 0 : model[i].VisibleAt + _model.Wall - _model.Now);
                    Same("peeked firstReceivedAt", real[i].FirstReceivedAt is { } first ? Ms(first) : 0, model[i].FirstReceivedAt == 0 ? 0 : model[i].FirstReceivedAt + model[i].Offset);
                    Same("peeked dequeueCount", real[i].DequeueCount, model[i].DequeueCount);
                }
            });
    }

    private void CompareLists(Command c)
    {
        string? word = new[] { null, "", "a", "ET", "zzz" }[c.B % 5];
        IEnumerable<ModelQueue> Matches(IEnumerable<ModelQueue> queues) =>
            queues.Where(q => q.Name.Contains(word ?? "", StringComparison.OrdinalIgnoreCase)).OrderBy(q => q.Name, StringComparer.OrdinalIgnoreCase);
        void Compare(QueueList real, IEnumerable<ModelQueue> model)
        {
            Same("total", real.TotalCount, Matches(model).Count());
            Same("page", string.Join(' ', real.Queues.Select(q => q.QueueName + q.QueueId)), string.Join(' ', Matches(model).Skip(c.C % 3).Take(c.D % 4).Select(q => q.Name + q.Id)));
        }

        Both(() => _service.ListQueuesAsync(new ListQueuesRequest(word, c.C % 3, c.D % 4)), () => _model.Queues, Compare);
        Both(
            () => _service.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest(Name(c.A), word, c.C % 3, c.D % 4)),
            () => _model.SourcesOf(_model.Find(Name(c.A))).ToList(),
            Compare);
    }

    private void Reopen(long step)
    {
        // Waits do not survive; everything else does.
        foreach ((Task<IReadOnlyList<CmqMessage>> _, ModelWait model, CancellationTokenSource source) in _waits)
        {
            source.Cancel();
            _model.Cancel(model);
        }

        CompareWaits();
        _broker.Dispose();
        _clock.StepWall(TimeSpan.FromMilliseconds(step));
        _model.StepWallWhileDown(step);
        _broker = _open(_clock);
        _service = _broker.GetService(Account);
        _inspector = _broker.GetInspector(Account);
    }

    private void CompareCounters()
    {
        IReadOnlyList<QueueStatistics> real = _inspector.GetStatisticsAsync().AsTask().GetAwaiter().GetResult();
        Same("queues", string.Join(' ', real.Select(q => q.Attributes.QueueName)), string.Join(' ', _model.Queues.Select(q => q.Name).Order(StringComparer.OrdinalIgnoreCase)));
        foreach (QueueStatistics queue in real)
        {
            SameAttributes(queue.Attributes, _model.Attributes(queue.Attributes.QueueName));
            Same("waiting receives", queue.WaitingReceives, _model.Find(queue.Attributes.QueueName).Waits.Count);
        }
    }

    private void Learn(ModelMessage model, string id)
    {
        if (model.Id is null)
        {
            Same("message id is new", _byId.TryAdd(id, model), true);
            model.Id = id;
        }

        Same("message id", id, model.Id);
    }

    /// <summary>Forward or back. What a jump makes due in several queues goes into a dead-letter queue in no order that is promised, so there it only goes back.</summary>
    private long StepOf(Command c)
    {
        long step = Steps[c.A % Steps.Length];
        return c.B % 2 == 0 || _model.Queues.Count(static queue => queue.Settings.DeadLetterPolicy is not null) > 1 ? -step : step;
    }

    /// <summary>Mostly near the present time; now and then when some message was produced, by whatever clock there was.</summary>
    private long RewindStart(Command c) =>
        c.D % 3 == 0 && _model.Queues.Find(q => string.Equals(q.Name, Name(c.A), StringComparison.OrdinalIgnoreCase)) is { Messages: { Count: > 0 } messages }
            ? DateTimeOffset.FromUnixTimeMilliseconds(messages[c.C % messages.Count].ProducedAt + messages[c.C % messages.Count].Offset).ToUnixTimeSeconds() + (c.B % 2)
            : RewindStartNearNow(c);

    private long RewindStartNearNow(Command c) => DateTimeOffset.FromUnixTimeMilliseconds(_model.Wall).ToUnixTimeSeconds() - new[] { 0, 1, 30, 31, 60, 61, 400, 401, 100_000, -1 }[c.B % 10] + (c.C % 3);

    private static string Name(int n)
    {
        string name = Names[n % Names.Length];
        return n % 10 == 0 ? name.ToUpperInvariant() : name;
    }

    /// <summary>Attributes from four numbers: an unset value now and then, a bad one rarely.</summary>
    private static QueueSettings Settings(Command c, bool creating)
    {
        T? Pick<T>(int n, params T?[] values) where T : struct => values[n % values.Length];
        int mixed = (c.B * 7) + (c.C * 13) + (c.D * 31);
        return new QueueSettings
        {
            VisibilityTimeout = Pick<int>(c.B, null, 1, 5, 30, 100, 100_000),
            MsgRetentionSeconds = Pick<int>(c.C, null, 60, 90, 400, 3600, 60, 400, creating ? 60 : null, 59),
            RewindSeconds = Pick<int>(c.D, null, 0, 30, 60, 60, 400, 0, 50),
            PollingWaitSeconds = Pick<int>(mixed, null, 0, 3, 30),
            MaxMsgHeapNum = Pick<long>(c.B + c.C, null, 3, 20, 1000, 1000),
            MaxMsgSize = c.D % 5 == 0 ? 1024 : null,
            DeadLetterPolicy = ((c.C + c.D) % 6) switch
            {
                0 => DeadLetterPolicy.AfterReceives(Names[4 + (c.B % 2)], 1 + (c.B % 3)),
                1 => DeadLetterPolicy.AfterSeconds(Names[4 + (c.D % 2)], 300),
                2 when c.B % 4 == 0 => DeadLetterPolicy.AfterReceives(Names[c.B % 3], 1),
                _ => null,
            },
        };
    }

    // ----

    /// <summary>Runs on the broker; when its commit was made to fail, that is its answer, the model does nothing, and the result is null.</summary>
    private Task<TReal>? TryRun<TReal>(Func<ValueTask<TReal>> real)
    {
        if (_failure is null || !_failNext)
            return real().AsTask();
        _failNext = false;
        _failure.IsNext = true;
        Task<TReal> answer = real().AsTask();
        if (_failure.IsNext)
        {
            _failure.IsNext = false;
            return answer;
        }

        Same("error", ErrorOf(answer), CmqErrors.Internal);

        // Receives that would have been served by it were in the same batch.
        foreach ((Task<IReadOnlyList<CmqMessage>> wait, ModelWait model, _) in _waits.Where(static w => w.Real.IsCompleted))
        {
            Same("error of a wait", ErrorOf(wait), CmqErrors.Internal);
            model.Error = CmqErrors.Internal;
            _model.Queues.ForEach(queue => queue.Waits.Remove(model));
        }

        return null;
    }

    private void Both<TReal, TModel>(Func<ValueTask<TReal>> real, Func<TModel> model, Action<TReal, TModel>? compare = null)
    {
        if (TryRun(real) is not { } answer)
            return;
        TModel expected;
        try
        {
            expected = model();
        }
        catch (CmqServiceException refusal)
        {
            Same("error", ErrorOf(answer), refusal.Error);
            return;
        }

        Same("error", ErrorOf(answer), null);
        compare?.Invoke(answer.GetAwaiter().GetResult(), expected);
    }

    private static CmqError? ErrorOf(Task task)
    {
        if (!task.IsCompleted)
            throw new InvalidOperationException("The broker has not answered.");
        return task.Exception?.InnerException switch
        {
            null => null,
            CmqServiceException refusal => refusal.Error,
            { } other => throw other,
        };
    }

    private static void SameAttributes(QueueAttributes real, QueueAttributes model)
    {
        if (real != model)
            throw new InvalidOperationException($"The attributes differ.\nbroker: {real}\nmodel:  {model}");
    }

    private static void Same<T>(string what, T real, T model)
    {
        if (!EqualityComparer<T>.Default.Equals(real, model))
            throw new InvalidOperationException($"{what}: the broker says '{real}', the model '{model}'.");
    }

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static async ValueTask<bool> Unit(ValueTask task)
    {
        await task;
        return true;
    }

    private static bool Unit(Action action)
    {
        action();
        return true;
    }
}
