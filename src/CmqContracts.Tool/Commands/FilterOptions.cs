using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>What the body of a message must hold.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _path = ClientOptions.Text("--path", "PATH", "A place in the JSON of the body, such as $.customer.id or $.lines[*].sku.");
    private readonly Option<string?> _value = ClientOptions.Text("--value", "VALUE", "The value at that place, as it is stored; any unless set.");

    public IEnumerable<Option> All => [_path, _value];

    /// <summary>The filter that is given; <see langword="null"/>: none is.</summary>
    public MessageFilter? Read(ClientRun run, string? text) => (text, run.Get(_path), run.Get(_value)) switch
    {
        (null, null, null) => null,
        (_, null, { }) => throw new CommandException("--value is what stands at a place of the body's JSON; name the place with --path."),
        var (_, path, value) => new MessageFilter { Text = text, JsonPath = path, Value = value },
    };
}
