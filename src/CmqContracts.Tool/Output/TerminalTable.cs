using Spectre.Console;
using Spectre.Console.Rendering;

namespace CmqContracts.Tool;

/// <summary>Tables on a terminal. Cells are plain text for Spectre.Console, so nothing in a name or a body is markup.</summary>
internal static class TerminalTable
{
    public static void Write(TextWriter writer, bool hasColor, IReadOnlyList<Field[]> rows) => Create(writer, hasColor).Write(Of(rows));

    public static void Write(TextWriter writer, bool hasColor, Field[] fields)
    {
        Table table = new Table().RoundedBorder().BorderColor(Color.Grey).HideHeaders().AddColumn("").AddColumn("");
        foreach (Field field in fields)
            table.AddRow(new Text(field.Name, Title), new Text(FieldText.Of(field)));
        Create(writer, hasColor).Write(table);
    }

    public static IRenderable Of(IReadOnlyList<Field[]> rows)
    {
        Table table = new Table().RoundedBorder().BorderColor(Color.Grey);
        foreach (Field field in rows[0])
        {
            TableColumn column = new(new Text(field.Name, Title));
            // Where there is no room, texts go on below, and numbers stay whole.
            table.AddColumn(FieldText.IsNumber(field) ? column.RightAligned().NoWrap() : column);
        }

        foreach (Field[] row in rows)
            table.AddRow(row.Select(Cell));
        return table;
    }

    public static IAnsiConsole Create(TextWriter writer, bool hasColor) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = hasColor ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });

    private static Style Title => new(foreground: Color.Aqua);

    private static Text Cell(Field field) => new(FieldText.Of(field, FieldText.TableLength));
}
