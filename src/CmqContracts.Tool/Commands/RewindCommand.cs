using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq rewind</c>.</summary>
internal static class RewindCommand
{
    public const string Description = "Brings deleted messages back, which a queue with rewindSeconds keeps. Says how many return, and asks first.";

    public static Command Create()
    {
        Argument<string> name = ClientOptions.Name("QUEUE", "The queue's name.");
        Option<string?> to = ClientOptions.Text("--to", "TIME", $"Messages that were produced since then return: {TimePoint.Forms}.");
        to.Required = true;
        return ClientOptions.Command("rewind", Description, [name, to, ClientOptions.Yes], async run =>
        {
            string queue = run.Get(name)!;
            DateTimeOffset time = TimePoint.Parse("--to", run.Get(to)!, run.Time.GetUtcNow());
            RewindQueueRequest request = new(queue, time.ToUnixTimeSeconds());
            string when = FieldText.Of(new Field("to", DateTimeOffset.FromUnixTimeSeconds(request.StartConsumeTime)));
            long? count = run.CanInspect ? await run.Inspector.CountRewindAsync(request, run.Stop) : null;
            string many = count is { } known ? $"{known} messages" : "How many messages cannot be told with this service; those";
            await run.ConfirmAsync($"Rewind queue '{queue}' to {when}? {many} become active again.");
            await run.Service.RewindQueueAsync(request, run.Grace);
            run.Output.Done($"Queue '{queue}' was rewound to {when}{(count is null ? "" : $": {count} messages returned")}.", new("queueName", queue), new("startConsumeTime", request.StartConsumeTime), new("messages", count));
            return ExitCode.Done;
        });
    }
}
