using System.Text.Json.Serialization;

namespace CmqContracts.Sqlite;

/// <summary>Serializes lists of strings as JSON arrays, without reflection.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class TextListContext : JsonSerializerContext;
