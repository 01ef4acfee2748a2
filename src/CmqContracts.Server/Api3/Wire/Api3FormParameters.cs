using System.Globalization;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Parameters of a form, in which lists are flattened: <c>FilterTag.0</c>, <c>FilterTag.1</c>.</summary>
internal sealed class Api3FormParameters(V2Parameters form) : Api3Parameters
{
    protected override ReadOnlyMemory<byte>? Find(string name)
    {
        if (FindValue(name) is { } value)
            return value;
        return Elements(name).Count > 0 ? throw NotSingle(name) : null;
    }

    protected override IEnumerable<ReadOnlyMemory<byte>> FindList(string name)
    {
        SortedList<int, ReadOnlyMemory<byte>> elements = Elements(name);
        return elements.Count > 0 || FindValue(name) is null ? elements.Values : throw NotList(name);
    }

    private ReadOnlyMemory<byte>? FindValue(string name)
    {
        byte[] key = Encoding.UTF8.GetBytes(name);
        for (int i = form.Count - 1; i >= 0; i--)
        {
            if (form.Name(i).SequenceEqual(key))
                return Checked(name, form.Value(i));
        }

        return null;
    }

    private SortedList<int, ReadOnlyMemory<byte>> Elements(string name)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(name + ".");
        SortedList<int, ReadOnlyMemory<byte>> elements = [];
        for (int i = 0; i < form.Count; i++)
        {
            if (form.Name(i).StartsWith(prefix) && int.TryParse(form.Name(i)[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                elements[index] = Checked(name, form.Value(i));
        }

        return elements;
    }

    private static ReadOnlyMemory<byte> Checked(string name, ReadOnlyMemory<byte> value) =>
        System.Text.Unicode.Utf8.IsValid(value.Span) ? value : throw Api3Exception.Invalid(name, "is not UTF-8");
}
