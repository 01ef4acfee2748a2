using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>Fits the rows of <c>cmq top</c> into a terminal, each on one line: short titles, the name cut, and where that does not suffice, fewer columns.</summary>
internal static class QueueColumns
{
    private const string Name = "queueName";

    /// <summary>At least so much of a name is shown.</summary>
    private const int NameLength = 16;

    private static readonly Dictionary<string, string> Titles = new()
    {
        [Name] = "queue",
        ["rewindable"] = "rewind",
        ["oldestSeconds"] = "oldest s",
        ["sentRate"] = "sent/s",
        ["receivedRate"] = "recv/s",
        ["deletedRate"] = "del/s",
        ["deadRate"] = "dead/s",
    };

    /// <summary>The columns that are left out, in this order, where there is no room.</summary>
    private static readonly string[] Optional = ["deadRate", "waiting", "rewindable", "delayed", "oldestSeconds", "deletedRate", "inactive"];

    /// <param name="rows">At least one.</param>
    /// <param name="width">The characters of a line, with the table's borders.</param>
    public static IReadOnlyList<Field[]> Fit(IReadOnlyList<Field[]> rows, int width)
    {
        List<string> left = [.. rows[0].Select(static field => field.Name)];
        foreach (string name in Optional.TakeWhile(_ => Room() < NameLength))
            left.Remove(name);
        int room = Math.Max(Room(), 1);
        return [.. rows.Select(row => (Field[])[.. row.Where(field => left.Contains(field.Name)).Select(field => new Field(Title(field.Name), field.Name == Name ? ShownText.Of((string?)field.Value, room) : field.Value))])];

        // What is left of a line for the name: between two columns there are a border and two spaces.
        int Room() => width - 1 - (left.Count * 3) - left.Where(static name => name != Name).Sum(name => Math.Max(Title(name).Length, rows.Max(row => FieldText.Of(row.Single(field => field.Name == name)).Length)));
    }

    private static string Title(string name) => Titles.GetValueOrDefault(name, name);
}
