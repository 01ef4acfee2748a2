namespace CmqContracts.Sqlite.Tests;

/// <summary>The space of messages that were deleted, cleared or expired is freed in the background.</summary>
public sealed class SpaceTests : StoreTest
{
    [Fact]
    public async Task The_file_shrinks_after_a_large_backlog_is_gone()
    {
        await CreateAsync();
        await FillAsync(20_000, 2048);
        await CheckpointedAsync();
        long full = new FileInfo(DatabaseFile).Length;
        while (await ReceiveAsync() is { Count: > 0 } messages)
            await DeleteAsync(messages);
        await CheckpointedAsync();
        long empty = new FileInfo(DatabaseFile).Length;
        Assert.True(empty < full / 3, $"{full} bytes became {empty}.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_queue_that_is_cleared_or_deleted_leaves_nothing(bool deleted)
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600 });
        await FillAsync(3000, 100);
        for (int i = 0; i < 20; i++)
            await DeleteAsync(await ReceiveAsync());
        if (deleted)
            await Service.DeleteQueueAsync(Queue);
        else
            await Service.ClearQueueAsync(Queue);
        FreeSpace();
        await CloseAsync();
        Assert.Equal(0, Count("message"));
        Assert.Equal(0, Count("trash_state_list"));
        Assert.Equal(0, Count("trash_body_table"));
        Assert.Equal(0, Count("sqlite_schema WHERE name LIKE 'body%'"));
    }

    [Fact]
    public async Task Rewindable_messages_that_are_cleared_leave_the_others_alone()
    {
        await CreateAsync(settings: new QueueSettings { RewindSeconds = 600 });
        await FillAsync(2000, 100);
        for (int i = 0; i < 60; i++)
            await DeleteAsync(await ReceiveAsync());
        await Service.SetQueueAttributesAsync(new SetQueueAttributesRequest(Queue, new QueueSettings { RewindSeconds = 0 }));
        Assert.Equal((1040, 0, 0, 0), await CountersAsync());
        FreeSpace();
        await CloseAsync();
        Assert.Equal(1040, Count("message"));
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
    }

    [Fact]
    public async Task What_was_in_the_trash_when_the_store_was_closed_is_freed_after_it_is_opened()
    {
        await CreateAsync();
        await FillAsync(3000, 100);
        await Service.ClearQueueAsync(Queue);
        await ReopenAsync();
        FreeSpace();
        await CloseAsync();
        Assert.Equal(0, Count("message"));
        Assert.Equal(0, Count("sqlite_schema WHERE name LIKE 'body%'"));
    }

    [Fact]
    public async Task A_queue_can_be_used_while_what_it_held_is_freed()
    {
        await CreateAsync();
        await FillAsync(3000, 100);
        await Service.ClearQueueAsync(Queue);
        for (int i = 0; i < 50; i++)
        {
            await SendAsync($"{i}");
            Assert.Equal($"{i}", Text((await ReceiveAsync()).Single()));
        }

        Assert.Equal((0, 50, 0, 0), await CountersAsync());
        await ReopenAsync();
        FreeSpace();
        await CloseAsync();
        Assert.Empty(await SqliteStore.CheckAsync(StoreDirectory));
    }

    [Fact]
    public async Task Queues_without_messages_take_no_table()
    {
        for (int i = 0; i < 300; i++)
            await CreateAsync($"queue-{i}");
        for (int i = 0; i < 300; i += 2)
            await SendAsync("a", name: $"queue-{i}");
        for (int i = 0; i < 300; i += 2)
            await DeleteAsync(await ReceiveAsync(name: $"queue-{i}"), $"queue-{i}");
        await CloseAsync();
        Assert.Equal(150, Count("sqlite_schema WHERE name LIKE 'body%'"));
    }

    private async Task CheckpointedAsync()
    {
        FreeSpace();
        await ReopenAsync();
    }

    private long Count(string from)
    {
        using Database database = Database.Open(DatabaseFile, create: false);
        return database.ReadNumber($"SELECT count(*) FROM {from}");
    }
}
