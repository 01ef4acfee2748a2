namespace CmqContracts.Tool;

/// <summary>A value of what a command prints.</summary>
/// <param name="Name">Its name: the column in a table, the property in JSON.</param>
/// <param name="Value">A text, number, truth value, time, list of texts, or body (bytes that are UTF-8); for JSON only, also a list of rows.</param>
/// <param name="Unit">What a number counts, shown to people only.</param>
internal readonly record struct Field(string Name, object? Value, string Unit = "");
