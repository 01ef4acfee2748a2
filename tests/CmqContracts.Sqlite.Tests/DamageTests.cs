using System.Text;

namespace CmqContracts.Sqlite.Tests;

/// <summary>What was changed or removed is found by reads and by a check, and is never handed out.</summary>
public sealed class DamageTests : StoreTest
{
    [Fact]
    public async Task A_store_in_every_state_is_sound()
    {
        await PrepareAsync();
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
        await CloseAsync();
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
    }

    [Theory]
    [InlineData("UPDATE body_1 SET body = CAST('another' AS BLOB) WHERE sequence = (SELECT min(sequence) FROM body_1)", "the body of message")]
    [InlineData("DELETE FROM body_1 WHERE sequence = (SELECT max(sequence) FROM body_1)", "is not there")]
    [InlineData("UPDATE message SET dequeue_count = dequeue_count + 1", "the state row of message")]
    [InlineData("UPDATE message SET produced_at = produced_at + 1", "the state row of message")]
    [InlineData("UPDATE message SET state_list = state_list + 40", "the state row of message")]
    [InlineData("DELETE FROM message WHERE sequence = (SELECT max(sequence) FROM message)", "its counter says")]
    [InlineData("INSERT INTO body_1 VALUES(1, 0, NULL, x'00')", "bodies for")]
    [InlineData("UPDATE status SET active = active + 1", "the counters of queue")]
    [InlineData("DELETE FROM status WHERE key > 0", "are not those that have counters")]
    [InlineData("UPDATE queue SET visibility_timeout = 1", "the definition of queue")]
    [InlineData("UPDATE queue SET name = 'another'", "the definition of queue")]
    [InlineData("UPDATE topic SET filter = 2", "the definition of topic")]
    [InlineData("UPDATE subscription SET filter_tags = '[]'", "the definition of subscription")]
    public async Task A_check_finds(string change, string problem)
    {
        await PrepareAsync();
        await CloseAsync();
        Change(change);
        IReadOnlyList<string> problems = await SqliteStore.CheckAsync(StoreDirectory);
        Assert.True(problems.Any(found => found.Contains(problem, StringComparison.Ordinal)) || problem == "the state row of message" && problems.Count > 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task A_changed_body_stops_the_store_and_reaches_nobody()
    {
        await CreateAsync();
        await SendAsync("this is the body");
        await CloseAsync();
        Change("UPDATE body_1 SET body = CAST('this is THE body' AS BLOB)");
        Open();

        CmqServiceException refusal = await Assert.ThrowsAsync<CmqServiceException>(async () => await ReceiveAsync());
        Assert.Equal(CmqErrors.ServerInternalError, refusal.Error);
        Assert.Contains("is damaged", refusal.Message, StringComparison.Ordinal);
        CmqServiceException next = await Assert.ThrowsAsync<CmqServiceException>(async () => await SendAsync("another"));
        Assert.Contains("is damaged", next.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("THE body", next.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_never_changes_a_message()
    {
        await PrepareAsync();
        await CloseAsync();
        byte[] sound = await File.ReadAllBytesAsync(DatabaseFile);
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. sound];
            int offset = random.Next(bytes.Length);
            bytes[offset] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(DatabaseFile, bytes);
            try
            {
                Open();
                foreach (CmqMessage message in await ReceiveAsync())
                    Assert.True(Text(message).StartsWith("body ", StringComparison.Ordinal) && Text(message).EndsWith(" end", StringComparison.Ordinal), $"Seed {seed}, bit of byte {offset}: {Text(message)}");
            }
            catch (Exception e) when (e is CmqServiceException or SqliteStoreException)
            {
                // It is reported, not handed out.
            }

            await CloseAsync();
            File.Delete(DatabaseFile + "-wal");
            File.Delete(DatabaseFile + "-note");
        }
    }

    private async Task PrepareAsync()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600 });
        for (int i = 0; i < 12; i++)
            await SendAsync($"body {i} {new string('x', i * 50)} end");
        await SendAsync("body delayed end", delay: 30);
        await DeleteAsync(await ReceiveAsync(4));
        await ReceiveAsync(3);
        await Service.CreateTopicAsync(new CreateTopicRequest("topic", new TopicSettings()));
        await Service.SubscribeAsync(new SubscribeRequest("topic", "subscription", SubscriptionProtocol.Queue, Queue) { FilterTags = ["a"] });
    }
}
