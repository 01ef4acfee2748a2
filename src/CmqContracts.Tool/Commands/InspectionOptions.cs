using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>The options of commands that look into a queue.</summary>
internal sealed class InspectionOptions
{
    private readonly Option<MessageState?> _state = State("Which messages; active unless set.", MessageState.Active, MessageState.Inactive, MessageState.Delayed, MessageState.Rewindable);
    private readonly Option<int?> _count = NumberOption.Create("--count", "How many messages to show at most; 16 unless set.", minimum: 1);
    private readonly Option<bool> _newest = new("--newest") { Description = "Begins with the newest message; otherwise with the oldest." };
    private readonly Option<string?> _from = ClientOptions.Text("--from", "TIME", $"Begins with messages of this time: {TimePoint.Forms}.");
    private readonly Option<string?> _after = ClientOptions.Text("--after", "ID", "Begins behind this message.");
    private readonly Option<int?> _bodyBytes = NumberOption.Create("--body-bytes", "How many bytes of each body to show, from its beginning; all unless set.", minimum: 0);

    public IEnumerable<Symbol> All => [_state, _count, _newest, _from, _after, _bodyBytes];

    public static Option<MessageState?> State(string description, params MessageState[] states) =>
        ChoiceOption.Create("--state", description, [.. states.Select(static state => (Word(state), state))]);

    public static string Word(MessageState state) => state.ToString().ToLowerInvariant();

    public int Count(ClientRun run) => run.Get(_count) ?? 16;

    public int? BodyBytes(ClientRun run) => run.Get(_bodyBytes);

    public PeekMessagesRequest Peek(ClientRun run, string queue) => new(queue, run.Get(_state) ?? MessageState.Active)
    {
        NewestFirst = run.Get(_newest),
        From = From(run),
        AfterMessageId = run.Get(_after),
        MaxBodyBytes = run.Get(_bodyBytes),
    };

    public SearchMessagesRequest Search(ClientRun run, string queue, MessageFilter filter) => new(queue, run.Get(_state) ?? MessageState.Active, filter)
    {
        NewestFirst = run.Get(_newest),
        From = From(run),
        AfterMessageId = run.Get(_after),
        MaxBodyBytes = run.Get(_bodyBytes),
    };

    private DateTimeOffset? From(ClientRun run) => run.Get(_from) is { } text ? TimePoint.Parse("--from", text, run.Time.GetUtcNow()) : null;
}
