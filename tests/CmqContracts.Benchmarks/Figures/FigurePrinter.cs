using System.Globalization;

namespace CmqContracts.Benchmarks;

/// <summary>Prints a line for each figure: <c>FIGURE name value unit baseline</c>.</summary>
internal sealed class FigurePrinter(TextWriter output)
{
    /// <summary>A ratio to a baseline that was measured in the same run.</summary>
    public void Ratio(string name, double value, string baseline) => Print(name, value.ToString("0.000", CultureInfo.InvariantCulture), "ratio", baseline);

    /// <summary>A figure minus its baseline, measured in the same run.</summary>
    public void Difference(string name, double value, string unit, string baseline) => Print(name, Number(value), unit, baseline);

    /// <summary>An absolute figure, optionally with a baseline to compare it with.</summary>
    public void Absolute(string name, double value, string unit, string baseline = "-") => Print(name, Number(value), unit, baseline);

    /// <summary>A figure that could not be measured.</summary>
    public void Missing(string name, string reason) => output.WriteLine($"FIGURE {name} - {reason}");

    /// <summary>Measures these figures; if that fails, prints the reason instead of each.</summary>
    public async Task TryAsync(string[] names, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (MeasurementException e)
        {
            foreach (string name in names)
                Missing(name, e.Message);
        }
    }

    /// <summary>A baseline as it is printed after a ratio: its name and value.</summary>
    public static string Baseline(string what, double value, string unit) => $"{what}={Number(value)}{unit}";

    private void Print(string name, string value, string unit, string baseline)
    {
        output.WriteLine($"FIGURE {name} {value} {unit} {baseline}");
        output.Flush();
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "0" : value >= 1 ? "0.0" : "0.0000", CultureInfo.InvariantCulture);
}
