// Linked as source into the generator, like CmqLimits.cs.
using System;
using System.Globalization;

namespace CmqContracts;

/// <summary>One bound of the protocol: the range in force, the documented one, and what happens outside it.</summary>
#if CMQ_GENERATORS
internal
#else
public
#endif
sealed class CmqLimit
{
    internal CmqLimit(string key, string name, string unit, long minimum, long maximum, long documentedMinimum, long documentedMaximum, long highest, long? defaultValue, CmqLimitAction serverAction, int code, int moduleCode)
    {
        Key = key;
        Name = name;
        Unit = unit;
        Minimum = minimum;
        Maximum = maximum;
        DocumentedMinimum = documentedMinimum;
        DocumentedMaximum = documentedMaximum;
        Highest = highest;
        Default = defaultValue;
        ServerAction = serverAction;
        Code = code;
        ModuleCode = moduleCode;
    }

    /// <summary>What the row is called in configuration: the name of its property in <see cref="CmqLimits"/>, such as <c>batchBytes</c>. No two rows share one.</summary>
    public string Key { get; }

    /// <summary>The protocol's name of the value, such as <c>visibilityTimeout</c>.</summary>
    public string Name { get; }

    /// <summary>What the value counts: <c>seconds</c>, <c>bytes</c>, <c>messages</c>, ...</summary>
    public string Unit { get; }

    /// <summary>The smallest value in force.</summary>
    public long Minimum { get; }

    /// <summary>The largest value in force; <see cref="long.MaxValue"/>: unlimited.</summary>
    public long Maximum { get; }

    /// <summary>The smallest value that the service's documents allow.</summary>
    public long DocumentedMinimum { get; }

    /// <summary>The largest value that the service's documents allow.</summary>
    public long DocumentedMaximum { get; }

    /// <summary>The largest value that the maximum can be set to: more than that the broker cannot store, or should not hold at once.</summary>
    internal long Highest { get; }

    /// <summary>What the service takes when the value is not given; <see langword="null"/>: there is no default.</summary>
    public long? Default { get; }

    /// <summary>What a server does with a value outside the range. Clients always refuse it.</summary>
    internal CmqLimitAction ServerAction { get; }

    /// <summary>Code of the error outside the range.</summary>
    public int Code { get; }

    /// <summary>Module code of the error outside the range.</summary>
    public int ModuleCode { get; }

    /// <summary>Whether a value is within the range in force.</summary>
    public bool Contains(long value)
    {
        return value >= Minimum && value <= Maximum;
    }

    /// <summary>The value within the range in force that is nearest to this one.</summary>
    public long Clamp(long value)
    {
        return value < Minimum ? Minimum : value > Maximum ? Maximum : value;
    }

    /// <summary>A sentence that names the value and the rule: <c>visibilityTimeout is 0; it must be 1 to 43200 seconds.</c></summary>
    public string Explain(long value)
    {
        return string.Format(CultureInfo.InvariantCulture, "{0} is {1}; it must be {2}.", Name, value, Range);
    }

    /// <summary>The range in words: <c>1 to 43200 seconds</c>.</summary>
    public string Range
    {
        get
        {
            return Maximum == long.MaxValue
                ? string.Format(CultureInfo.InvariantCulture, "at least {0} {1}", Minimum, Unit)
                : string.Format(CultureInfo.InvariantCulture, "{0} to {1} {2}", Minimum, Maximum, Unit);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return Name + ": " + Range;
    }

    /// <summary>The row with other bounds. A default that is not changed with them is moved to the nearest bound.</summary>
    internal CmqLimit With(CmqLimitOverride change)
    {
        long minimum = change.Minimum ?? Minimum;
        long maximum = change.Maximum ?? Maximum;
        long lowest = DocumentedMinimum > 0 ? 1 : 0;
        if (minimum < lowest || maximum > Highest)
            throw Impossible("{0} has the range {1} to {2}; it can be set within {3} to {4}.", minimum, maximum, lowest, Highest);
        if (minimum > maximum)
            throw Impossible("{0} has the minimum {1}, which is above the maximum {2}.", minimum, maximum);
        if (change.Default < minimum || change.Default > maximum)
            throw Impossible("{0} has the default {1}, which is outside {2} to {3}.", change.Default.Value, minimum, maximum);
        long? defaultValue = change.Default ?? Default;
        if (defaultValue < minimum)
            defaultValue = minimum;
        if (defaultValue > maximum)
            defaultValue = maximum;
        return new CmqLimit(Key, Name, Unit, minimum, maximum, DocumentedMinimum, DocumentedMaximum, Highest, defaultValue, ServerAction, Code, ModuleCode);
    }

    private ArgumentException Impossible(string format, params object[] values)
    {
        object[] all = new object[values.Length + 1];
        all[0] = Key;
        values.CopyTo(all, 1);
        return new ArgumentException(string.Format(CultureInfo.InvariantCulture, format, all));
    }
}
