using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CmqContracts.Json;

// Values whose type is known only at run time.
public ref partial struct JsonBodyWriter
{
    /// <summary>Writes a plain value, a collection of these, or JSON.</summary>
    public void WriteObject(object value)
    {
        if (value is null)
            ThrowNull();
        Enter();
        switch (value)
        {
            case string text:
                WriteString(text);
                break;
            case bool flag:
                WriteBoolean(flag);
                break;
            case JsonElement element:
                WriteJsonElement(element);
                break;
            case JsonNode node:
                WriteJsonNode(node);
                break;
            case JsonDocument document:
                WriteJsonDocument(document);
                break;
            case Enum constant:
                WriteObject(Convert.ChangeType(constant, constant.GetTypeCode(), CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                WriteBytes(bytes);
                break;
            case IDictionary<string, object?> members:
                WriteRaw("{"u8);
                WriteExtra(members, more: false);
                WriteRaw("}"u8);
                break;
            case IEnumerable items and not IDictionary:
                WriteItems(items);
                break;
            default:
                WriteScalar(value);
                break;
        }

        Leave();
    }

    /// <summary>Writes a plain value, a collection of these, JSON, or <c>null</c>.</summary>
    public void WriteObjectOrNull(object? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteObject(value);
    }

    private void WriteItems(IEnumerable items)
    {
        WriteRaw("["u8);
        bool more = false;
        foreach (object? item in items)
        {
            if (more)
                WriteRaw(","u8);
            more = true;
            WriteObjectOrNull(item);
        }

        WriteRaw("]"u8);
    }

    private void WriteScalar(object value)
    {
        switch (value)
        {
            case int number:
                WriteInt32(number);
                break;
            case long number:
                WriteInt64(number);
                break;
            case double number:
                WriteDouble(number);
                break;
            case decimal number:
                WriteDecimal(number);
                break;
            case byte number:
                WriteByte(number);
                break;
            case sbyte number:
                WriteSByte(number);
                break;
            case short number:
                WriteInt16(number);
                break;
            case ushort number:
                WriteUInt16(number);
                break;
            case uint number:
                WriteUInt32(number);
                break;
            case ulong number:
                WriteUInt64(number);
                break;
            case float number:
                WriteSingle(number);
                break;
            case Half number:
                WriteHalf(number);
                break;
            case Int128 number:
                WriteInt128(number);
                break;
            case UInt128 number:
                WriteUInt128(number);
                break;
            case char character:
                WriteChar(character);
                break;
            case Guid id:
                WriteGuid(id);
                break;
            case DateTime time:
                WriteDateTime(time);
                break;
            case DateTimeOffset time:
                WriteDateTimeOffset(time);
                break;
            case DateOnly date:
                WriteDateOnly(date);
                break;
            case TimeOnly time:
                WriteTimeOnly(time);
                break;
            case TimeSpan duration:
                WriteTimeSpan(duration);
                break;
            case Uri address:
                WriteUri(address);
                break;
            case Version version:
                WriteVersion(version);
                break;
            default:
                throw new UnwritableValueException($"a plain value, a collection of these, or JSON: {value.GetType().Name} is known only by reflection");
        }
    }
}
