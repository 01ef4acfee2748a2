using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;

namespace CmqContracts;

/// <summary>Makes calls again that have failed.</summary>
internal sealed class Retrier
{
    private static readonly ResiliencePropertyKey<Tries> TriesKey = new("CmqContracts.Tries");

    private readonly CmqRetryOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _ended;
    private readonly ResiliencePipeline _pipeline;
    private readonly Random _random;

    /// <param name="options">How often, and for how long.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="ended">Fires when nothing is to be tried again any more.</param>
    public Retrier(CmqRetryOptions options, TimeProvider time, CancellationToken ended)
    {
        _options = options;
        _time = time;
        _ended = ended;
        _random = options.Seed is { } seed ? new Random(seed) : new Random();
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxAttempts - 1,
                ShouldHandle = arguments => new ValueTask<bool>(arguments.Outcome.Exception is not null && !ended.IsCancellationRequested && TriesOf(arguments.Context) is var tries && tries.MayGoOn(NextPause(tries.Failed))),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(TriesOf(arguments.Context).Pause),
                OnRetry = static arguments =>
                {
                    Tries tries = TriesOf(arguments.Context);
                    RequestTries.Note(tries.LastFailure!, tries.Failed, tries.Pause);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>One try of a call.</summary>
    /// <param name="state">What the call is made of.</param>
    /// <param name="before">The tries before; <see langword="null"/>: it is the first.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public delegate ValueTask<TResult> Attempt<in TState, TResult>(TState state, Tries? before, CancellationToken cancellationToken);

    /// <summary>Makes a call.</summary>
    /// <param name="kind">What it asks for.</param>
    /// <param name="state">What it is made of.</param>
    /// <param name="attempt">Makes one try.</param>
    /// <param name="wait">How long the service may hold the answer back.</param>
    /// <param name="cancellationToken">Ends a try, and a pause.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> RunAsync<TState, TResult>(CallKind kind, TState state, Attempt<TState, TResult> attempt, TimeSpan wait, CancellationToken cancellationToken)
    {
        long begun = _time.GetTimestamp();
        Tries tries;
        try
        {
            // Nothing is set up for calls that succeed.
            return await attempt(state, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RetryRules.MayRepeat(e, kind))
        {
            tries = new Tries(kind, begun, _options.TotalTime + wait, _time);
            tries.Note(e);
        }

        return await RepeatAsync(tries, state, attempt, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TResult> RepeatAsync<TState, TResult>(Tries tries, TState state, Attempt<TState, TResult> attempt, CancellationToken cancellationToken)
    {
        TimeSpan timeLeft = tries.TimeLeft;
        using CancellationTokenSource deadline = new(timeLeft > TimeSpan.Zero ? timeLeft : TimeSpan.Zero, _time);
        using CancellationTokenSource endOfTry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using CancellationTokenSource endOfPause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended);
        ResilienceContext context = ResilienceContextPool.Shared.Get(endOfPause.Token);
        try
        {
            context.Properties.Set(TriesKey, tries);
            Outcome<TResult> outcome = await _pipeline.ExecuteOutcomeAsync(
                static async (_, call) =>
                {
                    // The first try was made before there was a pipeline.
                    if (call.IsFirst)
                    {
                        call.IsFirst = false;
                        return Outcome.FromException<TResult>(call.Tries.LastFailure!);
                    }

                    try
                    {
                        return Outcome.FromResult(await call.Attempt(call.State, call.Tries, call.EndOfTry).ConfigureAwait(false));
                    }
                    catch (OperationCanceledException) when (call.EndOfTry.IsCancellationRequested && !call.CallersToken.IsCancellationRequested)
                    {
                        call.Tries.Note(call.Tries.OutOfTime());
                    }
                    catch (Exception e)
                    {
                        call.Tries.Note(e);
                    }

                    return Outcome.FromException<TResult>(call.Tries.LastFailure!);
                },
                context,
                new Call<TState, TResult>(tries, state, attempt, endOfTry.Token, cancellationToken)).ConfigureAwait(false);
            if (outcome.Exception is null)
                return outcome.Result!;
            cancellationToken.ThrowIfCancellationRequested();
            throw tries.Throw();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static Tries TriesOf(ResilienceContext context) => context.Properties.GetValue(TriesKey, null!);

    private TimeSpan NextPause(int failed)
    {
        double random;
        lock (_random)
            random = _random.NextDouble();
        return _options.Delay * (0.5 + random) * (1 << (failed - 1));
    }

    private sealed class Call<TState, TResult>(Tries tries, TState state, Attempt<TState, TResult> attempt, CancellationToken endOfTry, CancellationToken callersToken)
    {
        public bool IsFirst { get; set; } = true;

        public Tries Tries => tries;

        public TState State => state;

        public Attempt<TState, TResult> Attempt => attempt;

        public CancellationToken EndOfTry => endOfTry;

        public CancellationToken CallersToken => callersToken;
    }
}
