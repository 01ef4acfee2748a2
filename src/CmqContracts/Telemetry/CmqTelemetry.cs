using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>The source of spans and the instruments of the library, by version 1.44.0 of OpenTelemetry's conventions for messaging.</summary>
internal static class CmqTelemetry
{
    public const string MessagingSystem = "messaging.system";
    public const string Destination = "messaging.destination.name";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string MessageId = "messaging.message.id";
    public const string MessageCount = "messaging.batch.message_count";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string SystemName = "tencent_cmq";

    /// <summary>What the conventions call an error that has no class of its own.</summary>
    private const string OtherError = "_OTHER";

    private const string Name = "CmqContracts";
    private const string Schema = "https://opentelemetry.io/schemas/1.44.0";

    private static readonly string Version = typeof(CmqTelemetry).Assembly.GetName().Version!.ToString(fieldCount: 3);
    private static readonly Meter Meter = new(new MeterOptions(Name) { Version = Version, TelemetrySchemaUrl = Schema });
    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    public static ActivitySource Source { get; } = new(new ActivitySourceOptions(Name) { Version = Version, TelemetrySchemaUrl = Schema });

    public static Histogram<double> OperationDuration { get; } = Meter.CreateHistogram("messaging.client.operation.duration", "s", "How long requests took, tries and pauses included. Of receives it includes the wait.", tags: null, Buckets);

    public static Histogram<double> ProcessDuration { get; } = Meter.CreateHistogram("messaging.process.duration", "s", "How long handlers took for a message.", tags: null, Buckets);

    public static Counter<long> SentMessages { get; } = Meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Messages that were handed to the service, taken or not.");

    public static Counter<long> ConsumedMessages { get; } = Meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Messages that were received.");

    public static Counter<long> AbandonedMessages { get; } = Meter.CreateCounter<long>("cmq.handler.abandoned", "{message}", "Messages that were received and no handler got, as too little of their time was left.");

    /// <summary>Whether anybody looks at requests.</summary>
    public static bool ObservesRequests => Source.HasListeners() || OperationDuration.Enabled || SentMessages.Enabled || ConsumedMessages.Enabled;

    /// <summary>Whether anybody looks at handling.</summary>
    public static bool ObservesHandling => Source.HasListeners() || ProcessDuration.Enabled;

    /// <summary>The class of an error, of which there are few: a code that CMQ documents, or a type. Never a text.</summary>
    public static string ErrorTypeOf(Exception error) => error is CmqServiceException refusal ? ErrorTypeOf(refusal.Error) : error.GetType().FullName!;

    /// <inheritdoc cref="ErrorTypeOf(Exception)"/>
    public static string ErrorTypeOf(CmqError error) => error.Outcome == CmqOutcome.Refused || error.Code is 6000 or 6010 ? error.Code.ToString(CultureInfo.InvariantCulture) : OtherError;

    /// <summary>Gives a span the id of its message.</summary>
    public static void SetMessageId(this Activity span, string? messageId) => span.SetTag(MessageId, ShownText.Of(messageId));

    /// <inheritdoc cref="Fail(Activity, string)"/>
    public static void Fail(this Activity span, Exception error) => span.Fail(ErrorTypeOf(error));

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity span, string errorType)
    {
        // Without the error's text: it may have come from the service or from a user's code.
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag(ErrorType, errorType);
    }
}
