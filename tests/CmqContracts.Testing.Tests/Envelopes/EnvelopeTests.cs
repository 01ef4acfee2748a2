using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts.Testing.Tests.Envelopes;

/// <summary>An envelope is a CloudEvents event in JSON, for the SDK of CloudEvents too, both ways.</summary>
public sealed class EnvelopeTests
{
    private static readonly JsonEventFormatter Formatter = new();

    [Fact]
    public async Task The_envelope_of_a_message_is_an_event_for_the_SDK_of_CloudEvents()
    {
        await using CmqTestHost host = await StartAsync();
        using Activity activity = StartActivity();
        activity.TraceStateString = "vendor=1";
        await host.Queue<Parcel>().Client.SendAsync(new Parcel(7, "李雷 <\"a\">"));
        await host.Topic<Parcel>().Client.PublishAsync(new Parcel(8));

        IReadOnlyList<ReadOnlyMemory<byte>> bodies = await host.Queue("parcels").PeekAsync();
        Assert.Equal("/topics/shipped", Decode(bodies[1]).Source!.ToString());
        CloudEvent cloud = Decode(bodies[0]);
        Assert.True(cloud.IsValid);
        Assert.Equal(CloudEventsSpecVersion.V1_0, cloud.SpecVersion);
        Assert.Equal(("/queues/parcels", "CmqContracts.Testing.Tests.Envelopes.Parcel", "application/json"), (cloud.Source!.ToString(), cloud.Type, cloud.DataContentType));
        Assert.Equal(Now(host), cloud.Time);
        Assert.True(Guid.TryParseExact(cloud.Id, "D", out _));
        Assert.Equal((activity.Id, "vendor=1"), (cloud["traceparent"], cloud["tracestate"]));
        JsonElement data = (JsonElement)cloud.Data!;
        Assert.Equal((7, "李雷 <\"a\">"), (data.GetProperty("number").GetInt32(), data.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task A_consumer_sees_the_envelope_of_its_message()
    {
        await using CmqTestHost host = await StartAsync();
        DateTimeOffset sent = Now(host);
        using (Activity activity = StartActivity())
        {
            await host.Queue<Parcel>().Client.SendAsync(new Parcel(1));
            ReceivedMessage<Parcel> message = await ReceiveAsync<Parcel>(host);
            MessageEnvelope envelope = message.Envelope!;
            Assert.Equal(new Parcel(1), message.Body);
            Assert.Equal((1, sent, activity.Id), (envelope.Attempt, envelope.Time, envelope.TraceParent));
            Assert.Equal((null, null, null, null), (envelope.TraceState, envelope.RejectedFrom, envelope.Reason, envelope.Subject));
        }
    }

    [Fact]
    public async Task Each_message_of_a_batch_has_an_id_of_its_own_and_a_trace_only_if_there_is_one()
    {
        await using CmqTestHost host = await StartAsync();
        (await host.Queue<Parcel>().Client.SendManyAsync(Enumerable.Range(0, 20).Select(static number => new Parcel(number)))).ThrowIfAnyFailed();

        IReadOnlyList<ReceivedMessage<Parcel>> first = await host.Queue<Parcel>().Client.ReceiveManyAsync();
        IReadOnlyList<ReceivedMessage<Parcel>> second = await host.Queue<Parcel>().Client.ReceiveManyAsync();
        MessageEnvelope[] envelopes = [.. first.Concat(second).Select(static message => message.Envelope!)];
        Assert.Equal(20, envelopes.Select(static envelope => envelope.Id).Distinct().Count());
        Assert.All(envelopes, static envelope => Assert.Null(envelope.TraceParent));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.example+json")]
    [InlineData(null)]
    public async Task An_event_of_the_SDK_of_CloudEvents_is_read(string? contentType)
    {
        await using CmqTestHost host = await StartAsync();
        CloudEvent cloud = new()
        {
            Id = "a-1",
            Source = new Uri("https://example.com/post"),
            Type = "com.example.parcel",
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)),
            Subject = "parcel 3",
            DataContentType = contentType,
            Data = JsonSerializer.SerializeToElement(new { number = 3, to = "x" }),
        };
        cloud.SetAttributeFromString("attempt", "4");
        cloud.SetAttributeFromString("color", "red");
        await host.Queue("parcels").Client.SendAsync(Formatter.EncodeStructuredModeMessage(cloud, out _));

        ReceivedMessage<Parcel> message = await ReceiveAsync<Parcel>(host);

        Assert.Equal(new Parcel(3, "x"), message.Body);
        MessageEnvelope envelope = message.Envelope!;
        Assert.Equal(("a-1", "https://example.com/post", "com.example.parcel", cloud.Time, "parcel 3", 4), (envelope.Id, envelope.Source, envelope.Type, envelope.Time, envelope.Subject, envelope.Attempt));
    }

    [Fact]
    public async Task Binary_data_that_is_JSON_is_read()
    {
        Parcel body = await ReadAsync($$"""{"data_base64":"{{Convert.ToBase64String("{\"number\":5}"u8)}}","type":"t","source":"s","id":"1","specversion":"1.0"}""");
        Assert.Equal(new Parcel(5), body);
    }

    [Theory]
    [InlineData("{\"number\":5}", "$.specversion", "\"1.0\", as messages of the contract are CloudEvents")]
    [InlineData("[1]", "$.specversion", "\"1.0\", as messages of the contract are CloudEvents")]
    [InlineData("{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":5}}", "$.specversion", "\"1.0\"")]
    [InlineData("{\"specversion\":1,\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":5}}", "$.specversion", "\"1.0\"")]
    [InlineData("{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":5}}", "$.id", "a text that is not empty, as CloudEvents requires")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"\",\"type\":\"t\",\"data\":{\"number\":5}}", "$.source", "a text that is not empty, as CloudEvents requires")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":7,\"data\":{\"number\":5}}", "$.type", "a text that is not empty, as CloudEvents requires")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}", "$.data", "the message")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data_base64\":\"%\"}", "$.data", "the message")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"datacontenttype\":\"text/xml\",\"data\":\"<a/>\"}", "$.datacontenttype", "application/json")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":\"5x\"}}", "$.data.number", null)]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":5}", "$", "an envelope in valid JSON")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":5}} 1", "$", "an envelope in valid JSON")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"\\ud800\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"number\":5}}", "$", "an envelope in valid JSON")]
    public async Task A_body_that_is_no_valid_envelope_names_the_place(string body, string path, string? expected)
    {
        MessageFormatException wrong = await Assert.ThrowsAsync<MessageFormatException>(() => ReadAsync(body));
        Assert.Equal(path, wrong.Path);
        if (expected is not null)
            Assert.Equal(expected, wrong.Expected);
    }

    [Fact]
    public async Task The_envelope_is_there_where_the_message_in_it_cannot_be_read()
    {
        await using CmqTestHost host = await StartAsync();
        await host.Queue("parcels").Client.SendAsync("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}"u8.ToArray());
        ReceivedMessage<Parcel> message = await ReceiveAsync<Parcel>(host);
        Assert.NotNull(message.Error);
        Assert.Equal("1", message.Envelope?.Id);
    }

    [Fact]
    public async Task A_message_may_be_nested_as_deeply_in_an_envelope_as_alone()
    {
        string deep = new string('[', 63) + new string(']', 63);
        Assert.Equal(new Parcel(1), await ReadAsync($$$"""{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"number":1,"more":{{{deep}}}}}"""));
        await Assert.ThrowsAsync<MessageFormatException>(() => ReadAsync($$$"""{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"number":1,"more":[{{{deep}}}]}}"""));
    }

    [Fact]
    public async Task A_contract_that_reads_plain_bodies_reads_both()
    {
        await using CmqTestHost host = await StartAsync();
        await host.Queue("letters").Client.SendAsync("{\"number\":1}"u8.ToArray());
        await host.Queue<Letter>().Client.SendAsync(new Letter(2));
        await host.Queue("letters").Client.SendAsync("{\"number\":"u8.ToArray());

        IReadOnlyList<ReceivedMessage<Letter>> messages = await host.Queue<Letter>().Client.ReceiveManyAsync();

        Assert.Equal((1, 2), (messages[0].Body.Number, messages[1].Body.Number));
        Assert.Null(messages[0].Envelope);
        Assert.Equal(("/post", "com.example.letter"), (messages[1].Envelope!.Source, messages[1].Envelope!.Type));
        Assert.NotNull(messages[2].Error);
    }

    [Fact]
    public async Task A_trace_state_that_is_too_long_is_left_out()
    {
        await using CmqTestHost host = await StartAsync();
        using Activity activity = StartActivity();
        foreach ((string state, bool travels) in new[] { (new string('a', 512), true), (new string('a', 513), false), (new string('"', 256), true), (new string('"', 257), false) })
        {
            activity.TraceStateString = state;
            await host.Queue<Parcel>().Client.SendAsync(new Parcel(1));
            Assert.Equal(travels ? state : null, (await ReceiveAsync<Parcel>(host)).Envelope!.TraceState);
        }
    }

    private static async Task<CmqTestHost> StartAsync()
    {
        CmqTestHost host = await CmqTestHost.StartAsync(static services => services.AddCmq().AddContracts());
        await host.Queue<Parcel>().Client.EnsureCreatedAsync();
        await host.Queue<Letter>().Client.EnsureCreatedAsync();
        return host;
    }

    private static DateTimeOffset Now(CmqTestHost host) => host.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static Activity StartActivity() => new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();

    private static CloudEvent Decode(ReadOnlyMemory<byte> body) => Formatter.DecodeStructuredModeMessage(body, new System.Net.Mime.ContentType("application/cloudevents+json"), null);

    private static async Task<ReceivedMessage<T>> ReceiveAsync<T>(CmqTestHost host)
        where T : IQueueMessage<T>
    {
        ReceivedMessage<T>? message = await host.Queue<T>().Client.ReceiveAsync();
        await message!.DeleteAsync();
        return message;
    }

    private static async Task<Parcel> ReadAsync(string body)
    {
        await using CmqTestHost host = await StartAsync();
        await host.Queue("parcels").Client.SendAsync(Encoding.UTF8.GetBytes(body));
        return (await ReceiveAsync<Parcel>(host)).Body;
    }
}
