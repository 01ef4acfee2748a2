using System.Text;

namespace CmqContracts.Tool;

/// <summary>Rows as plain text in columns, for files and pipes.</summary>
internal static class PlainTable
{
    private const string Gap = "  ";

    public static string Of(IReadOnlyList<Field[]> rows)
    {
        string[] titles = [.. rows[0].Select(static field => field.Name)];
        List<string[]> lines = [titles, .. rows.Select(static row => Array.ConvertAll(row, static field => FieldText.Of(field)))];
        int[] widths = [.. titles.Select((_, column) => lines.Max(line => line[column].Length))];
        StringBuilder text = new();
        foreach (string[] line in lines)
            text.AppendLine(string.Join(Gap, line.Select((cell, column) => FieldText.IsNumber(rows[0][column]) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        return text.ToString();
    }

    /// <summary>One thing with a line for each of its fields.</summary>
    public static string Of(Field[] fields)
    {
        int width = fields.Max(static field => field.Name.Length);
        StringBuilder text = new();
        foreach (Field field in fields)
            text.AppendLine(field.Name.PadRight(width) + Gap + FieldText.Of(field));
        return text.ToString();
    }
}
