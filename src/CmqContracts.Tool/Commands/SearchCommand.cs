using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq search</c>.</summary>
internal static class SearchCommand
{
    public const string Description = "Finds messages by what their bodies hold, and changes nothing. A queue that is in use is never seen whole.";

    /// <summary>How many messages one request may find.</summary>
    private const int PageSize = 1000;

    public static Command Create()
    {
        Argument<string> name = ClientOptions.Name("QUEUE", "The queue's name.");
        Argument<string?> text = new("TEXT") { Description = "Text that stands in the body, letter for letter.", Arity = ArgumentArity.ZeroOrOne };
        FilterOptions filters = new();
        InspectionOptions options = new();
        return ClientOptions.Command("search", Description, [name, text, .. filters.All, .. options.All], async run =>
        {
            MessageFilter filter = filters.Read(run, run.Get(text)) ?? throw new CommandException("There is nothing to search for; give a text, or a place in the body's JSON with --path.");
            SearchMessagesRequest request = options.Search(run, run.Get(name)!, filter);
            int count = options.Count(run);
            List<InspectedMessage> found = [];
            long examined = 0;
            bool isStopped = false;
            SearchPace pace = new();
            using (ProgressLine progress = new("looked at", run.Time))
            {
                try
                {
                    do
                    {
                        long start = run.Time.GetTimestamp();
                        SearchResult page = await run.Inspector.SearchMessagesAsync(request with { MaxMessages = Math.Min(count - found.Count, PageSize), MaxExamined = pace.MaxExamined }, run.Stop);
                        pace.Took(run.Time.GetElapsedTime(start), page.Examined);
                        found.AddRange(page.Messages);
                        examined += page.Examined;
                        request = request with { AfterMessageId = page.ContinueAfter };
                        progress.Show(examined, null);
                    }
                    while (request.AfterMessageId is not null && found.Count < count);
                }
                catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
                {
                    isStopped = true;
                }
            }

            run.Output.Rows(found.Select(message => InspectedFields.Of(message, run.Output.IsJson)), "Nothing was found.");
            string goOn = request.AfterMessageId is { } after ? $" --after {after} goes on." : isStopped ? "" : " That was all.";
            run.Output.Say($"{(isStopped ? "Stopped. " : "")}{found.Count} found in {examined} messages.{goOn}");
            return isStopped ? ExitCode.Interrupted : ExitCode.Done;
        });
    }
}
