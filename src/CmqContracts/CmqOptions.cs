using CmqContracts.Broker;
using CmqContracts.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Where the queues are and who asks for them.</summary>
/// <remarks>Checked when the client connects, and at the start of a host; what is wrong is said by the setting's name, with the fix, and never with a key.</remarks>
public sealed class CmqOptions
{
    /// <summary>
    /// The service: <c>https://cmq-gz.public.tencenttdmq.com</c>, <c>http://127.0.0.1:8600</c>, or <c>embedded:</c> for a broker
    /// in this process (<c>embedded:name</c> for one of several, <c>embedded:./data</c> for one that keeps its queues in a
    /// directory). Environment: <c>CMQ_ENDPOINT</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// There is one embedded broker per name, ignoring case, and process. It lives in memory until the process ends: clients
    /// come and go, and messages stay. The first client decides its <see cref="TimeProvider"/> and limits.
    /// </para>
    /// <para>
    /// A name that begins with <c>.</c>, or has <c>/</c> or <c>\</c> in it, is a directory, taken from the current one when the client
    /// connects. It needs <see cref="OpenStore"/>. There is one broker per directory and process, whose clients share it; it is
    /// closed with the last of them, and then the directory is free again, for this process and any other. Any other name is of a broker in memory, with
    /// <see cref="OpenStore"/> too: a warning says so. No name stands for a home directory: one that begins with <c>~/</c> is refused.
    /// </para>
    /// </remarks>
    public string? Endpoint { get; set; }

    /// <summary>Id of the key that signs requests. Not needed for <c>embedded:</c>. Environment: <c>CMQ_SECRET_ID</c>.</summary>
    public string? SecretId { get; set; }

    /// <summary>The key that signs requests. It never leaves the process. Not needed for <c>embedded:</c>. Environment: <c>CMQ_SECRET_KEY</c>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Token of a temporary key. Environment: <c>CMQ_TOKEN</c>, taken only along with <c>CMQ_SECRET_ID</c>.</summary>
    public string? Token { get; set; }

    /// <summary>Gives the key in place of <see cref="SecretId"/>, <see cref="SecretKey"/> and <see cref="Token"/>: for temporary keys, and for one that changes while the process runs.</summary>
    public ICmqCredentials? Credentials { get; set; }

    /// <summary>
    /// A file with the key, in place of <see cref="SecretId"/>, <see cref="SecretKey"/> and <see cref="Token"/>: a JSON object with these, and with <c>ExpiresAt</c> for a temporary key.
    /// It is read again when it changes, a second later. Environment: <c>CMQ_CREDENTIALS_FILE</c>, taken only where no key is set in another way.
    /// </summary>
    public string? CredentialsFile { get; set; }

    /// <summary>
    /// Where queues and topics are managed on TDMQ, which does that by API 3.0: <c>https://tdmq.tencentcloudapi.com</c> for an endpoint of Tencent's, and otherwise the endpoint itself,
    /// unless set. Not used with <see cref="CmqProfile.Classic"/>, where the endpoint does both.
    /// </summary>
    public string? ControlEndpoint { get; set; }

    /// <summary>
    /// Region, such as <c>gz</c> or <c>ap-guangzhou</c>. An endpoint of Tencent's names its own, so it is rarely needed; managing queues and topics on TDMQ takes one. Environment: <c>CMQ_REGION</c>.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>Which service it is, and so which limits the client holds requests to before they are sent.</summary>
    /// <remarks>
    /// Unset, it follows from a well-known endpoint: <c>*.tencenttdmq.com</c> and <c>*.mqadapter.cmq.tencentyun.com</c> are
    /// <see cref="CmqProfile.Tdmq"/>, and so are <c>cmq-*.api.qcloud.com</c> and <c>cmq-*.api.tencentyun.com</c>, from where requests are forwarded to TDMQ; a warning names their new address.
    /// For a profile that is set or known, the documented limits are in force (a batch holds 64 KiB of bodies on Classic, 1 MiB
    /// on Tdmq). Any other endpoint is taken for our own broker, which has Classic's rules and accepts more, such as batches of 1 MiB.
    /// </remarks>
    public CmqProfile? Profile { get; set; }

    /// <summary>How requests are signed. HMAC with SHA-256 unless set.</summary>
    public SignatureMethod SignatureMethod { get; set; } = SignatureMethod.HmacSHA256;

    /// <summary>How long a request may take beyond the wait it asks for; more than zero, at most an hour. 10 seconds unless set.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gives every queue and topic the name that it has in this environment, such as <c>name => "staging-" + name</c>: those of contracts, dead-letter queues,
    /// subscriptions, and those that code names. Unset, names stay as they are.
    /// </summary>
    /// <remarks>
    /// Called for each client of a queue or topic that is made. Logs, errors and results have the name that it returns; names in answers of the service are not
    /// mapped back. A subscription's own name stays, as it is unique in its topic. Handlers and their options go by the contract's name.
    /// </remarks>
    public Func<string, string>? MapName { get; set; }

    /// <summary>
    /// Lets concurrent calls of <c>SendAsync</c> to one queue with one delay, and of <c>PublishAsync</c> to one topic with the same tags and routing key, leave in one
    /// request: when there are 16, when their bytes fill a batch, or when the first has waited for <see cref="CmqCoalescingOptions.Delay"/>. Unless set, each is a request of its own.
    /// </summary>
    /// <remarks>
    /// Each call has its own result, as if it were alone; a message that a service refuses does not take others along. A call that is cancelled before its batch leaves is not sent;
    /// after that only its wait ends, and the message may be stored. Disposing the client sends what waits. A caller that awaits one send before the next gains nothing.
    /// </remarks>
    public CmqCoalescingOptions? Coalescing { get; set; }

    /// <summary>How requests that have failed are made again, where that does no harm, over HTTP and embedded alike. On unless set; <see langword="null"/>: each request is made once.</summary>
    /// <remarks>The decorators of <see cref="Use"/> see one call, whatever number of tries it takes. A pause ends with the caller's token and with the client.</remarks>
    public CmqRetryOptions? Retries { get; set; } = new();

    /// <summary>Source of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Opens the store of an embedded broker that keeps its queues in a directory, such as <c>SqliteStore.Open</c> of the package
    /// CmqContracts.Sqlite. Called with the directory's full path. Needed for endpoints like <c>embedded:./data</c>, and ignored for
    /// any other.
    /// </summary>
    /// <remarks>
    /// Called while a client connects and the directory's broker does not run yet, never twice at once for a directory. The broker
    /// disposes the store. What it throws comes to whoever connects.
    /// </remarks>
    public Func<string, MessageStore>? OpenStore { get; set; }

    /// <summary>Where logs go. Keys, signatures and bodies are never logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// Makes what sends requests over HTTP of the handler that the client would use, for a proxy, for TLS certificates, or for tests: change it
    /// and return it, or put a handler in front of it. Not called for <c>embedded:</c>.
    /// </summary>
    /// <remarks>
    /// Called twice for a client, as requests that wait have connections of their own. The client disposes what it returns. Leave
    /// <see cref="SocketsHttpHandler.AllowAutoRedirect"/> and <see cref="SocketsHttpHandler.UseCookies"/> off: a request is signed for its host.
    /// </remarks>
    public Func<SocketsHttpHandler, HttpMessageHandler>? CreateHandler { get; set; }

    /// <summary>What stands between the client and the service, in the order of <see cref="Use"/>.</summary>
    internal List<Func<ICmqService, ICmqService>> Decorators { get; private set; } = [];

    /// <summary>What a client talks to in place of the endpoint, given the limits that it holds requests to; <see langword="null"/>: the endpoint. Set by test hosts.</summary>
    internal Func<CmqLimits, ICmqService>? Connector { get; set; }

    /// <summary>The inspector of what <see cref="Connector"/> connects to; <see langword="null"/>: there is none. Set by test hosts.</summary>
    internal Func<ICmqInspector>? InspectorConnector { get; set; }

    /// <summary>Told what loops over messages do; <see langword="null"/>: nobody. Set by test hosts.</summary>
    internal LoopObserver? Loops { get; set; }

    /// <summary>The account that the options are of, where a host has several; <see langword="null"/>: the one without a name. The environment speaks of that one only.</summary>
    internal string? Account { get; set; }

    /// <summary>The configuration section that the options come from; <see langword="null"/>: code.</summary>
    internal string? Section { get; set; }

    /// <summary>Options from <c>CMQ_ENDPOINT</c>, <c>CMQ_SECRET_ID</c>, <c>CMQ_SECRET_KEY</c>, <c>CMQ_TOKEN</c>, <c>CMQ_CREDENTIALS_FILE</c> and <c>CMQ_REGION</c>; an empty variable counts as not set.</summary>
    /// <exception cref="OptionsValidationException">A variable has nothing but white space, or begins or ends with it.</exception>
    public static CmqOptions FromEnvironment()
    {
        CmqOptions options = new();
        options.FillFromEnvironment();
        return options;
    }

    /// <summary>
    /// Puts a decorator in front of the service, over HTTP and embedded alike: for telemetry, recording or injected faults. The
    /// last one that was put there sees a call first.
    /// </summary>
    /// <param name="decorate">Makes the decorator, mostly a <see cref="DelegatingCmqService"/>, of what it stands in front of. Called once for each client. Nothing disposes it.</param>
    /// <returns>These options.</returns>
    public CmqOptions Use(Func<ICmqService, ICmqService> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        Decorators.Add(decorate);
        return this;
    }

    /// <summary>What is shown of the options: never a key.</summary>
    public override string ToString() =>
        Endpoint is null ? "CMQ (no endpoint)"
        : CmqEndpoint.TryParse(Endpoint, out CmqEndpoint? endpoint, out _) ? $"CMQ at {(endpoint.IsEmbedded ? "embedded:" + endpoint.EmbeddedName : endpoint.Http.GetLeftPart(UriPartial.Path))}"
        : "CMQ (endpoint cannot be read)";

    /// <summary>Takes from the environment what is not set. A test host does not depend on the environment, and a named account has settings of its own.</summary>
    internal void FillFromEnvironment()
    {
        if (Connector is null && Account is null)
            FillFrom(Environment.GetEnvironmentVariable);
    }

    internal void FillFrom(Func<string, string?> read)
    {
        Endpoint ??= Read("CMQ_ENDPOINT");
        Region ??= Read("CMQ_REGION");
        // A key that is set in another way has no use for the environment's.
        if (Credentials is not null || CredentialsFile is not null)
            return;
        if (SecretId is null && SecretKey is null)
            CredentialsFile = Read("CMQ_CREDENTIALS_FILE");
        SecretKey ??= Read("CMQ_SECRET_KEY");
        // A token belongs to its key: never the environment's token with another key.
        if (SecretId is null && Read("CMQ_SECRET_ID") is { } id)
        {
            SecretId = id;
            Token ??= Read("CMQ_TOKEN");
        }

        string? Read(string name) => SettingText.OfVariable(read, name, static wrong => CmqOptionsRules.Failure(wrong));
    }

    /// <summary>A copy that later changes to these options do not reach.</summary>
    internal CmqOptions Copy()
    {
        CmqOptions copy = (CmqOptions)MemberwiseClone();
        copy.Decorators = [.. Decorators];
        copy.Coalescing = Coalescing?.Copy();
        copy.Retries = Retries?.Copy();
        return copy;
    }

    /// <summary>The service with all decorators in front.</summary>
    internal ICmqService Decorate(ICmqService service)
    {
        foreach (Func<ICmqService, ICmqService> decorate in Decorators)
            service = decorate(service) ?? throw new InvalidOperationException($"A decorator of {nameof(CmqOptions)}.{nameof(Use)} returned null. Return the service that it was given, or one that stands in front of it.");
        return service;
    }
}
