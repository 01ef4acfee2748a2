using System.Globalization;
using System.Text;
using CmqContracts.Testing;

namespace CmqContracts.Conformance.Model;

/// <summary>Runs a program on a backend and on the model, and compares every answer, every error and every counter after every command.</summary>
/// <remarks>Commands go to the backend's nodes in turn, so what one of them has done, all of them must know.</remarks>
internal sealed partial class ModelRun
{
    private static readonly string Account = ScenarioContext.Accounts[0];
    private static readonly string[] Names = ["alpha", "Beta", "GAMMA", "delta", "dead-1", "dead_2"];
    private static readonly string[] Nonsense = ["", "0", "-1", "17", "99999999999999999999", "handle", "٣"];
    private static readonly int[] Times = [1, 250, 999, 1_000, 1_001, 2_500, 5_000, 10_000, 29_999, 30_000, 60_000, 61_000, 90_000, 299_000, 301_000, 700_000, 4_000_000];
    private static readonly long[] Steps = [1, 60, 101, 250, 999, 1_001, 2_500, 30_000, 600_000, 3_600_000, 86_400_000, 16L * 86_400_000, 3650L * 86_400_000];

    /// <summary>How long an answer that the model has may take.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly BackendUnderTest _backend;
    private readonly ModelBroker _model;
    private readonly List<(Task<IReadOnlyList<CmqMessage>> Real, ModelWait Model, CancellationTokenSource Source)> _waits = [];
    private readonly List<(string Queue, string Handle)> _handles = [];
    private readonly HashSet<string> _seenHandles = [];
    private readonly Dictionary<string, ModelMessage> _byId = [];
    private bool _failNext;
    private int _bodies;
    private int _turn;

    private ModelRun(BackendUnderTest backend)
    {
        _backend = backend;
        _model = new ModelBroker(backend.Now.ToUnixTimeMilliseconds(), CmqLimits.Classic);
    }

    private ICmqBackend Node => _backend.Nodes[_turn % _backend.Nodes.Count];

    private ICmqService Service => Node.GetService(Account);

    private ICmqInspector Inspector => Node.GetInspector(Account);

    /// <summary>Runs a program; a difference throws.</summary>
    public static async Task ExecuteAsync(Program program, BackendUnderTest backend)
    {
        ModelRun run = new(backend);
        Command[] setup =
        [
            new(Act.Create, 4, 0, 0, 2), new(Act.Create, 5, 0, 0, 2), new(Act.Create, 0, 1, 3, 3), new(Act.Create, 1, 2, 7, 5), new(Act.Create, 2, 3, 1, 9),
            new(Act.CreateTopic, 0, 0, 0, 0), new(Act.CreateTopic, 1, 0, 0, 1), new(Act.Subscribe, 0, 0, 0, 0), new(Act.Subscribe, 1, 1, 1, 1), new(Act.Subscribe, 0, 2, 0, 5),
        ];
        int step = 0;
        foreach (Command command in setup.Concat(program.Commands))
        {
            try
            {
                await run.RunAsync(command);
                await run.CompareCountersAsync();
                await run.CompareWaitsAsync();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Command {step - setup.Length} {command}: {e.Message}", e);
            }

            step++;
            run._turn++;
        }

        await run.EndWaitsAsync();
    }

    private async Task RunAsync(Command c)
    {
        string name = Name(c.A);
        switch (c.Act)
        {
            case Act.Create:
                QueueSettings created = Settings(c, creating: true);
                await BothAsync(
                    () => Service.CreateQueueAsync(new CreateQueueRequest(name, created)),
                    () => _model.Create(name, created),
                    static (id, queue) => queue.Id = id);
                break;
            case Act.DeleteQueue:
                await BothAsync(() => Unit(Service.DeleteQueueAsync(name)), () => Unit(() => _model.Delete(name)));
                break;
            case Act.Set:
                QueueSettings settings = Settings(c, creating: false);
                await BothAsync(() => SetAsync(name, settings), () => _model.Set(name, settings), SameAttributes);
                break;
            case Act.Unbind:
                await BothAsync(() => Unit(Service.UnbindDeadLetterQueueAsync(name)), () => Unit(() => _model.Unbind(name)));
                break;
            case Act.Clear:
                await BothAsync(() => Unit(Service.ClearQueueAsync(name)), () => Unit(() => _model.Clear(name)));
                break;
            case Act.Rewind:
                long start = RewindStart(c);
                await BothAsync(() => Unit(Service.RewindQueueAsync(new RewindQueueRequest(name, start))), () => Unit(() => _model.Rewind(name, start)));
                break;
            case Act.CountRewind:
                long from = RewindStart(c);
                await BothAsync(() => Inspector.CountRewindAsync(new RewindQueueRequest(name, from)), () => _model.CountRewind(name, from), static (real, model) => Same("rewind count", real, model));
                break;
            case Act.List:
                await CompareListsAsync(c);
                break;
            case Act.Send:
                await SendAsync(c, name);
                break;
            case Act.Receive:
                await ReceiveAsync(c, name);
                break;
            case Act.Cancel:
                if (_waits.Count > 0)
                {
                    (_, ModelWait wait, CancellationTokenSource source) = _waits[c.A % _waits.Count];
                    await source.CancelAsync();
                    _model.Cancel(wait);
                }

                break;
            case Act.Delete:
                await DeleteAsync(c, name);
                break;
            case Act.Advance:
                long time = Times[c.A % (c.B % 3 == 0 ? Times.Length : 12)];
                await _backend.AdvanceAsync(TimeSpan.FromMilliseconds(time));
                _model.AdvanceTo(_model.Now + time);
                break;
            case Act.Reopen:
                await ReopenAsync(0);
                break;
            case Act.Step:
                long step = StepOf(c);
                _backend.StepWall(TimeSpan.FromMilliseconds(step));
                _model.StepWall(step);

                // A backend reads its clock before it does anything.
                await Service.ListQueuesAsync(new ListQueuesRequest());
                break;
            case Act.StepDown:
                await ReopenAsync(StepOf(c));
                break;
            case Act.FailNext:
                _failNext = true;
                break;
            case Act.Peek or Act.Find or Act.Search or Act.Profile or Act.Move or Act.MoveByIds or Act.DeleteByIds or Act.Job:
                await InspectAsync(c, name);
                break;
            default:
                await RunOnTopicAsync(c);
                break;
        }
    }

    private async Task SendAsync(Command c, string name)
    {
        string[] bodies = [.. Enumerable.Range(0, c.B % 4 == 0 ? 1 + (c.C % 16) : 1).Select(_ => BodyOf(++_bodies))];
        if (c.B % 97 == 1)
            bodies[0] = new string('x', 1025 + (c.C * 100));
        int delay = c.D % 3 == 0 ? c.C % 70 : 0;
        await BothAsync(
            () => Service.SendMessagesAsync(new SendMessagesRequest(name, [.. bodies.Select(b => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(b))]) { DelaySeconds = delay }),
            () => _model.Send(name, bodies, delay),
            (ids, sent) =>
            {
                Same("message count", ids.Count, sent.Count);
                for (int i = 0; i < ids.Count; i++)
                    Learn(sent[i], ids[i]);
            });
    }

    private async Task ReceiveAsync(Command c, string name)
    {
        int max = c.B % 3 == 0 ? 1 + (c.C % 16) : 1;
        int? wait = (c.D % 4) switch { 0 => null, 1 => c.D % 31, _ => 0 };
        CancellationTokenSource source = new();
        if (await TryRunAsync(() => Service.ReceiveMessagesAsync(new ReceiveMessagesRequest(name) { MaxMessages = max, PollingWaitSeconds = wait }, source.Token)) is not { } real)
            return;
        try
        {
            _waits.Add((real, _model.Receive(name, max, wait, source.Token), source));
        }
        catch (CmqServiceException expected)
        {
            Same("error", await ErrorOfAsync(real), expected.Error);
        }
    }

    private async Task CompareWaitsAsync()
    {
        foreach ((Task<IReadOnlyList<CmqMessage>> real, ModelWait model, CancellationTokenSource source) in _waits)
        {
            if (!model.IsOver)
            {
                // All receives that wait are in the backend, as their number was compared.
                if (real.IsCompleted)
                    throw new InvalidOperationException($"A receive is over, {real.Status}; the model says that it waits.");
                continue;
            }

            CmqError? error = await ErrorOfAsync(real);
            source.Dispose();
            Same("canceled", real.IsCanceled, model.IsCanceled);
            Same("error of a receive", error, model.Error);
            if (model.Answer is null)
                continue;
            IReadOnlyList<CmqMessage> messages = await real;
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
        Same("enqueueTime", Ms(real.EnqueuedAt), Reported(model.Message.ProducedAt + model.Message.Offset));
        Same("first dequeue is not before the enqueue", real.FirstReceivedAt >= real.EnqueuedAt, true);
        Same("firstDequeueTime", Ms(real.FirstReceivedAt), Reported(model.FirstReceivedAt));
        Same("nextVisibleTime", Ms(real.VisibleAgainAt), model.VisibleAt);
        Same("whole second of nextVisibleTime", Ms(real.VisibleAgainAt) % 1000, 0);
        Same("handle is new", _seenHandles.Add(real.ReceiptHandle), true);
        Same("handle is a number below 2^63", long.Parse(real.ReceiptHandle, NumberStyles.None, CultureInfo.InvariantCulture) > 0, true);
        model.Handle = real.ReceiptHandle;
        string queue = _model.Queues.Find(q => q.Messages.Contains(model.Message))?.Name ?? Names[0];
        _handles.Add((queue, real.ReceiptHandle));
    }

    private async Task DeleteAsync(Command c, string name)
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
                // No handle at all is another error on the wire, whatever the queue.
                string handle = Nonsense[(c.C + i) % Nonsense.Length];
                handles.Add(handle.Length == 0 && !_backend.IsInProcess ? "0" : handle);
            }
        }

        await BothAsync(
            () => Service.DeleteMessagesAsync(new DeleteMessagesRequest(name, handles)),
            () => _model.DeleteMessages(name, handles),
            static (real, model) =>
            {
                Same("handles that failed", string.Join(' ', real.Select(f => f.ReceiptHandle)), string.Join(' ', model));
                Same("all invalid", real.All(f => f.Error.Is(CmqErrors.ReceiptHandleInvalid)), true);
            });
    }

    private async Task CompareListsAsync(Command c)
    {
        string? word = new[] { null, "", "a", "ET", "zzz" }[c.B % 5];
        IEnumerable<ModelQueue> Matches(IEnumerable<ModelQueue> queues) =>
            queues.Where(q => q.Name.Contains(word ?? "", StringComparison.OrdinalIgnoreCase)).OrderBy(q => q.Name, StringComparer.OrdinalIgnoreCase);
        void Compare(QueueList real, IEnumerable<ModelQueue> model)
        {
            Same("total", real.TotalCount, Matches(model).Count());
            Same("page", string.Join(' ', real.Queues.Select(q => q.QueueName + q.QueueId)), string.Join(' ', Matches(model).Skip(c.C % 3).Take(c.D % 4).Select(q => q.Name + q.Id)));
        }

        await BothAsync(() => Service.ListQueuesAsync(new ListQueuesRequest { SearchWord = word, Offset = c.C % 3, Limit = c.D % 4 }), () => _model.Queues, Compare);
        await BothAsync(
            () => Service.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest(Name(c.A)) { SearchWord = word, Offset = c.C % 3, Limit = c.D % 4 }),
            () => _model.SourcesOf(_model.Find(Name(c.A))).ToList(),
            Compare);
    }

    private async Task ReopenAsync(long step)
    {
        await EndWaitsAsync();
        await _backend.ReopenAsync(TimeSpan.FromMilliseconds(step));
        _model.StepWallWhileDown(step);
    }

    /// <summary>Cancels the waits, which end with the backend, unlike everything else.</summary>
    private async Task EndWaitsAsync()
    {
        foreach ((Task<IReadOnlyList<CmqMessage>> _, ModelWait model, CancellationTokenSource source) in _waits)
        {
            await source.CancelAsync();
            _model.Cancel(model);
        }

        await CompareWaitsAsync();
    }

    private async Task CompareCountersAsync()
    {
        IReadOnlyList<QueueDescription> real = await SettledStatisticsAsync();
        Same("queues", string.Join(' ', real.Select(q => q.Attributes.QueueName)), string.Join(' ', _model.Queues.Select(q => q.Name).Order(StringComparer.OrdinalIgnoreCase)));
        foreach (QueueDescription queue in real)
        {
            ModelQueue model = _model.Find(queue.Attributes.QueueName);
            SameAttributes(queue.Attributes, _model.Attributes(queue.Attributes.QueueName));
            Same("waiting receives", queue.WaitingReceives, model.Waits.Count);
            Same("age of the oldest", queue.OldestMessageAge, TimeSpan.FromMilliseconds(model.Unconsumed.Select(m => _model.Now - m.ProducedAt).FirstOrDefault()));
            Same($"counts of {model.Name}", queue.Counts, model.Counts);
        }

        await CompareTopicsAsync();
    }

    /// <summary>The statistics when all receives have arrived: over a network a receive and its cancellation take their time, and each may have messages to take with it.</summary>
    private async Task<IReadOnlyList<QueueDescription>> SettledStatisticsAsync()
    {
        int waits = _model.Queues.Sum(static queue => queue.Waits.Count);
        for (long start = Environment.TickCount64; ; await Task.Yield())
        {
            // Before the statistics are read, which must show what an answered receive has done.
            bool haveAnswered = _waits.All(static wait => !wait.Model.IsOver || wait.Real.IsCompleted);
            IReadOnlyList<QueueDescription> real = await Inspector.DescribeAllAsync();
            bool isSettled = haveAnswered && real.Sum(static queue => queue.WaitingReceives) == waits;
            if (isSettled || _backend.IsInProcess || Environment.TickCount64 - start > Timeout.TotalMilliseconds)
                return real;
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

    /// <summary>A step forward or back. Where a step forward could make several queues or subscriptions deliver into the same queue, whose order is not promised, only back.</summary>
    private long StepOf(Command c)
    {
        long step = Steps[c.A % Steps.Length];
        bool isOrderOpen = _model.HasPendingForQueues || _model.Queues.Count(static queue => queue.Settings.DeadLetterPolicy is not null) > 1;
        return c.B % 2 == 0 || isOrderOpen ? -step : step;
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
    private QueueSettings Settings(Command c, bool creating)
    {
        // Clients in front of servers let values out of range through and check the rest, so of two faults another one is named first.
        int? tooShort = _backend.IsInProcess ? 59 : 60;
        int? tooLong = _backend.IsInProcess ? 100_000 : null;
        T? Pick<T>(int n, params T?[] values) where T : struct => values[n % values.Length];
        int mixed = (c.B * 7) + (c.C * 13) + (c.D * 31);
        return new QueueSettings
        {
            VisibilityTimeout = Pick<int>(c.B, null, 1, 5, 30, 100, tooLong),
            MsgRetentionSeconds = Pick<int>(c.C, null, 60, 90, 400, 3600, 60, 400, creating ? 60 : null, tooShort),
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

    /// <summary>Runs on the backend; when its commit was made to fail, that is its answer, the model does nothing, and the result is null.</summary>
    private async Task<Task<TReal>?> TryRunAsync<TReal>(Func<ValueTask<TReal>> real)
    {
        if (!_failNext || _backend.Failure is not { } failure)
            return real().AsTask();
        _failNext = false;
        failure.IsNext = true;
        Task<TReal> answer = real().AsTask();
        if (failure.IsNext)
        {
            failure.IsNext = false;
            return answer;
        }

        Same("error", await ErrorOfAsync(answer), CmqErrors.ServerInternalError);

        // Receives that would have been served by it were in the same batch.
        foreach ((Task<IReadOnlyList<CmqMessage>> wait, ModelWait model, _) in _waits.Where(static w => w.Real.IsCompleted))
        {
            Same("error of a wait", await ErrorOfAsync(wait), CmqErrors.ServerInternalError);
            model.Error = CmqErrors.ServerInternalError;
            _model.Queues.ForEach(queue => queue.Waits.Remove(model));
        }

        return null;
    }

    private async Task BothAsync<TReal, TModel>(Func<ValueTask<TReal>> real, Func<TModel> model, Action<TReal, TModel>? compare = null)
    {
        if (await TryRunAsync(real) is not { } answer)
            return;
        TModel expected;
        try
        {
            expected = model();
        }
        catch (CmqServiceException refusal)
        {
            Same("error", await ErrorOfAsync(answer), refusal.Error);
            return;
        }

        Same("error", await ErrorOfAsync(answer), null);
        compare?.Invoke(await answer, expected);
    }

    private async Task<CmqError?> ErrorOfAsync(Task task)
    {
        if (_backend.IsInProcess && !task.IsCompleted)
            throw new InvalidOperationException("The backend has not answered.");
        await Task.WhenAny(task, Task.Delay(Timeout));
        if (!task.IsCompleted)
            throw new InvalidOperationException("The backend has not answered for long.");
        return task.Exception?.InnerException switch
        {
            null => null,
            CmqServiceException refusal => refusal.Error,
            { } other => throw other,
        };
    }

    /// <summary>A time of the model as the backend reports it.</summary>
    private long Reported(long milliseconds) => milliseconds - (milliseconds % (long)_backend.Precision.TotalMilliseconds);

    private async ValueTask<QueueAttributes> SetAsync(string name, QueueSettings settings)
    {
        await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(name, settings));
        return await Service.GetQueueAttributesAsync(name);
    }

    private static void SameAttributes(QueueAttributes real, QueueAttributes model)
    {
        if (real.ToString() != model.ToString())
            throw new InvalidOperationException($"The attributes differ.\nbackend: {real}\nmodel:  {model}");
    }

    private static void Same<T>(string what, T real, T model)
    {
        if (!EqualityComparer<T>.Default.Equals(real, model))
            throw new InvalidOperationException($"{what}: the backend says '{real}', the model '{model}'.");
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
