using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using CmqContracts.Broker;
using CmqContracts.Protocol.Wire;
using CmqContracts.Server.Tests.Faults;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server.Tests;

/// <summary>
/// The declared parameters of an action are those that it reads, so that a parameter that is added to an action does not make signed requests ambiguous.
/// </summary>
public sealed partial class ActionParameterTests
{
    /// <summary>Values that the actions accept where the default one would be refused.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["queueName"] = "q", ["topicName"] = "t", ["subscriptionName"] = "s", ["deadLetterQueueName"] = "q", ["sourceQueueName"] = "q",
        ["protocol"] = "http", ["endpoint"] = "http://localhost/", ["notifyStrategy"] = "BACKOFF_RETRY", ["notifyContentFormat"] = "JSON",
        ["deadLetterPolicy"] = """{"deadLetterQueue":"d","policy":0,"maxReceiveCount":3}""", ["policy"] = "0", ["transaction"] = "0", ["queryType"] = "queue",
        ["state"] = "active", ["jobAction"] = "delete", ["jsonPath"] = "$.a",
    };

    public static TheoryData<string> OfV2 => [.. V2ActionTable.Actions.All.Select(action => action.Info.Name)];

    public static TheoryData<string> OfApi3 => [.. Api3ActionTable.Actions.All.Select(action => action.Info.Name)];

    [Theory]
    [MemberData(nameof(OfV2))]
    public async Task A_v2_action_reads_its_declared_parameters(string name) => Assert.Empty(await DriftOfV2Async(V2ActionTable.Actions.Find(name)!));

    [Theory]
    [MemberData(nameof(OfApi3))]
    public async Task An_action_of_API_3_0_reads_its_declared_parameters(string name) => Assert.Empty(await DriftOfApi3Async(Api3ActionTable.Actions.Find(name)!));

    [Fact]
    public async Task An_undeclared_parameter_of_a_v2_action_is_detected()
    {
        ServerAction<V2Context> send = V2ActionTable.Actions.Find("SendMessage")!;
        Assert.Equal(["routingKey is read"], await DriftOfV2Async(Reading(context => context.Parameters.OptionalString("routingKey") is { } key && key.Length > 0 ? throw new CmqServiceException(CmqErrors.ServerInternalError) : 0)));
        Assert.Equal(["numOfMsg is read"], await DriftOfV2Async(Reading(context => context.Parameters.OptionalInt32("numOfMsg") is null ? 0 : throw new CmqServiceException(CmqErrors.ServerInternalError))));
        Assert.Equal(["msgTag. is read"], await DriftOfV2Async(Reading(context => context.Parameters.OptionalStringList("msgTag", 9).Length == 0 ? 0 : throw new CmqServiceException(CmqErrors.ServerInternalError))));
        Assert.Equal(["OnlyInUtf is read"], await DriftOfV2Async(Reading(context => context.Parameters.IndexOf("OnlyInUtf"u8) < 0 ? 0 : throw new CmqServiceException(CmqErrors.ServerInternalError))));
        Assert.Equal(["delaySeconds is not read"], await DriftOfV2Async(new(send.Info, context =>
        {
            if (context.Parameters.OptionalString("queueName") is null || context.Parameters.OptionalBytes("msgBody") is null)
                throw new CmqServiceException(CmqErrors.RequiredParameterMissing("queueName"));
            return ValueTask.CompletedTask;
        })));

        ServerAction<V2Context> Reading(Func<V2Context, int> read) => new(send.Info, context =>
        {
            read(context);
            return send.Handler(context);
        });
    }

    [Fact]
    public async Task An_undeclared_parameter_of_an_action_of_API_3_0_is_detected()
    {
        ServerAction<Api3Context> send = Api3ActionTable.Actions.Find("SendCmqMsg")!;
        Assert.Equal(["Invented is read"], await DriftOfApi3Async(new(send.Info, context =>
        {
            context.Parameters.OptionalString("Invented");
            return send.Handler(context);
        })));
        Assert.Equal(["Tags. is read"], await DriftOfApi3Async(new(send.Info, async context =>
        {
            await send.Handler(context);
            context.Parameters.List("Tags");
        })));
    }

    [Fact]
    public void Every_action_knows_the_common_parameters()
    {
        foreach (ActionInfo action in V2ActionTable.Actions.All.Select(action => action.Info).Concat(Api3ActionTable.Actions.All.Select(action => action.Info)))
        {
            foreach (string name in (string[])["Action", "Nonce", "Region", "RequestClient", "SecretId", "SignatureMethod", "Timestamp", "Token", "Version", "Language", "clientRequestId"])
                Assert.Equal(ParameterKind.Word, action.Parameters.KindOf(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(ParameterKind.Unread, action.Parameters.KindOf("NoSuchParameterWithANameAsLongAsThisOneIs"u8));
            Assert.Equal(ParameterKind.Unread, action.Parameters.KindOf(""u8));
        }
    }

    /// <summary>The differences between the declared parameters of a v2 action and those that it reads. A parameter counts as read if the effect of the action depends on it.</summary>
    private static async Task<List<string>> DriftOfV2Async(ServerAction<V2Context> action)
    {
        ActionParameters parameters = action.Info.Parameters;
        Dictionary<string, string> all = parameters.Read.Concat(parameters.Unused).ToDictionary(Spelled, ValueOf);
        Dictionary<string, string> few = new(all);
        foreach (string name in all.Keys)
        {
            if ((await EffectAsync(action, few.Where(pair => pair.Key != name))).StartsWith("did ", StringComparison.Ordinal))
                few.Remove(name);
        }

        List<string> drift = [];
        foreach (string name in parameters.Read)
        {
            if (!await IsReadAsync(Spelled(name)))
                drift.Add($"{name} is not read");
        }

        foreach (string name in Literals.Value)
        {
            if (!parameters.Read.Contains(name) && await IsReadAsync(name))
                drift.Add($"{name} is read");
            if (!parameters.Read.Contains(name + ".") && await IsReadAsync(name + ".0"))
                drift.Add($"{name}. is read");
        }

        return drift;

        async Task<bool> IsReadAsync(string name)
        {
            foreach (Dictionary<string, string> others in (Dictionary<string, string>[])[all, few])
            {
                string without = await EffectAsync(action, others.Where(pair => pair.Key != name));
                foreach (string value in (string[])["1", "2", "x"])
                {
                    // A single value together with elements of the same name is refused, whatever the value is.
                    string effect = await EffectAsync(action, others.Where(pair => pair.Key != name).Append(KeyValuePair.Create(name, value)));
                    if (effect != without && effect != "refused " + CmqErrors.ParameterNotRepeatable(name.Split('.')[0]))
                        return true;
                }
            }

            return false;
        }
    }

    /// <summary>The effect of a v2 action with parameters.</summary>
    private static async Task<string> EffectAsync(ServerAction<V2Context> action, IEnumerable<KeyValuePair<string, string>> values)
    {
        RecordingBackend backend = new(SharedBroker);
        BufferBudget.Reservation reservation = new(SharedBudget);
        using KeyRing keys = new([]);
        using RequestBuffers buffers = new(new V2Reply());
        buffers.Reset(1, reservation);
        foreach ((string name, string value) in values)
            buffers.Parameters.Add(Encoding.ASCII.GetBytes(name), value);
        string refusal = "";
        try
        {
            await action.Handler(new V2Context(backend, "default", TimeSpan.Zero, buffers, new DefaultHttpContext(), keys, null));
        }
        catch (CmqServiceException e)
        {
            refusal = "refused " + e.Error;
        }
        finally
        {
            reservation.Release();
        }

        return backend.Calls.Count > 0 || refusal.Length == 0 ? "did " + string.Join('\n', backend.Calls) : refusal;
    }

    /// <summary>The differences between the declared parameters of an action of API 3.0 and those that it reads.</summary>
    private static async Task<List<string>> DriftOfApi3Async(ServerAction<Api3Context> action)
    {
        await using CmqBroker broker = new();
        ICmqService service = broker.GetService("default");
        await service.CreateQueueAsync(new CreateQueueRequest("q", new QueueSettings()));
        await service.CreateTopicAsync(new CreateTopicRequest("t", new TopicSettings()));
        HashSet<string> read = [];
        Dictionary<string, string> all = action.Info.Parameters.Read.ToDictionary(name => name, ValueOf);
        await RunAsync(all);
        await RunAsync([]);
        foreach (string name in all.Keys)
        {
            await RunAsync(new(all.Where(pair => pair.Key != name)));
            await RunAsync(new(all.Where(pair => pair.Key == name)));
            foreach (string value in (string[])["", "0", "1", "2", "x"])
                await RunAsync(new(all) { [name] = value });
        }

        return [.. action.Info.Parameters.Read.Except(read).Select(name => $"{name} is not read"), .. read.Except(action.Info.Parameters.Read).Select(name => $"{name} is read")];

        async Task RunAsync(Dictionary<string, string> values)
        {
            using Api3Reply reply = new();
            try
            {
                await action.Handler(new Api3Context(broker, "default", CmqLimits.Tdmq, new RecordingParameters(values, read), reply, CancellationToken.None));
            }
            catch (Exception e) when (e is CmqServiceException or Api3Exception)
            {
                // The parameters that were read before the refusal count.
            }
        }
    }

    private static string Spelled(string name) => name.EndsWith('.') ? name + "0" : name;

    private static string ValueOf(string name) => Values.GetValueOrDefault(name, "1");

    private static readonly CmqBroker SharedBroker = new();

    private static readonly BufferBudget SharedBudget = new(1 << 30, 1 << 10, TimeProvider.System, null, System.IO.Pipelines.PipeScheduler.Inline);

    /// <summary>Every word among the literals of the server, the protocol and these tests: a v2 action reads no other names.</summary>
    private static readonly Lazy<IReadOnlyList<string>> Literals = new(() => [.. new[] { typeof(CmqServer), typeof(V2Parameters), typeof(ActionParameterTests) }.SelectMany(type => LiteralsOf(type.Assembly.Location)).Where(text => Word().IsMatch(text)).Distinct()]);

    private static List<string> LiteralsOf(string assembly)
    {
        using PEReader file = new(File.OpenRead(assembly));
        MetadataReader reader = file.GetMetadataReader();
        List<string> literals = [];
        for (UserStringHandle handle = reader.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = reader.GetNextHandle(handle))
            literals.Add(reader.GetUserString(handle));
        foreach (FieldDefinitionHandle handle in reader.FieldDefinitions)
        {
            // The data of UTF-8 literals, which end with a zero.
            int address = reader.GetFieldDefinition(handle).GetRelativeVirtualAddress();
            if (address == 0)
                continue;
            ReadOnlySpan<byte> data = file.GetSectionData(address).GetContent(0, Math.Min(64, file.GetSectionData(address).Length)).AsSpan();
            if (data.IndexOf((byte)0) is var end and > 0)
                literals.Add(Encoding.Latin1.GetString(data[..end]));
        }

        return literals;
    }

    [GeneratedRegex("^[A-Za-z]{2,30}$")]
    private static partial Regex Word();

    /// <summary>Parameters that record which of them are read: lists with a dot.</summary>
    private sealed class RecordingParameters(Dictionary<string, string> values, HashSet<string> read) : Api3Parameters
    {
        protected override ReadOnlyMemory<byte>? Find(string name)
        {
            read.Add(name);
            return values.TryGetValue(name, out string? value) ? Encoding.UTF8.GetBytes(value) : null;
        }

        protected override IEnumerable<ReadOnlyMemory<byte>> FindList(string name)
        {
            read.Add(name + ".");
            return values.TryGetValue(name + ".", out string? value) ? [Encoding.UTF8.GetBytes(value)] : [];
        }
    }
}
