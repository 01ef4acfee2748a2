using System.Globalization;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Parameters in a form, in which lists are flattened: <c>FilterTag.0</c>, <c>FilterTag.1</c>.</summary>
internal sealed class Api3FormParameters(V2Parameters form) : Api3Parameters
{
    protected override ReadOnlyMemory<byte>? Find(string name)
    {
        if (FindValue(name) is { } value)
            return value;
        RefuseHidden(name);
        return Elements(name).Count > 0 ? throw NotSingle(name) : null;
    }

    protected override IEnumerable<ReadOnlyMemory<byte>> FindList(string name)
    {
        RefuseHidden(name + ".");
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

    private void RefuseHidden(string name)
    {
        if (form.HidesInValue(Encoding.UTF8.GetBytes(name)))
            throw new Api3Exception(Api3Errors.InvalidParameter, $"The text of the parameter `{name.TrimEnd('.')}` is in another value, and the signature does not tell which of the two was meant. Sign with TC3.");
    }

    private static ReadOnlyMemory<byte> Checked(string name, ReadOnlyMemory<byte> value) =>
        System.Text.Unicode.Utf8.IsValid(value.Span) ? value : throw Api3Exception.Invalid(name, "is not UTF-8");
}
