using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary><c>cmq move</c>.</summary>
internal static class MoveCommand
{
    public const string Description = "Moves messages to another queue, where they are new: with new ids, and never received.";

    public static Command Create()
    {
        Argument<string> from = ClientOptions.Name("FROM", "The queue to take from.");
        Argument<string?> to = new("TO") { Description = "The queue to put into. Without it, each dead letter goes back to the queue that it comes from.", Arity = ArgumentArity.ZeroOrOne };
        Option<string[]> ids = ClientOptions.Texts("--id", "ID", "A message to move; may be given several times.");
        Option<int?> count = NumberOption.Create("--count", "Moves this many of the oldest active messages.", minimum: 1);
        Option<bool> all = new("--all") { Description = "Moves all messages of the state that are there now, or those that --text and --path choose, in the background of the service." };
        Option<MessageState?> state = InspectionOptions.State("With --all: which messages; active unless set. With --id: only those that are still in this state.", MessageState.Active, MessageState.Delayed);
        Option<string?> text = ClientOptions.Text("--text", "TEXT", "With --all: only messages whose body holds this, letter for letter.");
        FilterOptions filters = new();
        return ClientOptions.Command("move", Description, [from, to, ids, count, all, state, text, .. filters.All], async run =>
        {
            string source = run.Get(from)!;
            string? target = run.Get(to);
            string[] chosen = run.Get(ids)!;
            MessageFilter? filter = filters.Read(run, run.Get(text));
            if ((chosen.Length > 0 ? 1 : 0) + (run.Get(count) is null ? 0 : 1) + (run.Get(all) ? 1 : 0) != 1)
                throw new CommandException("Say which messages: --id, --count or --all, and one of these only.");
            if (filter is not null && !run.Get(all))
                throw new CommandException("--text and --path choose among all messages; add --all.");
            if (run.Get(count) is not null && run.Get(state) is not null)
                throw new CommandException("--count moves the oldest active messages; for others, use --all with --state.");
            MessageMove move = new(run, source, target);
            if (run.Get(all))
                return await move.AllAsync(new MessageJobRequest(source, run.Get(state) ?? MessageState.Active, MessageJobAction.Move) { TargetQueueName = target, Filter = filter });
            return chosen.Length > 0 ? await move.ByIdAsync(chosen, run.Get(state)) : await move.OldestAsync(run.Get(count)!.Value);
        });
    }
}
