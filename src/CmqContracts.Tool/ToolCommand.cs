using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>A command of the tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Create">Makes it with its arguments and options.</param>
internal sealed record ToolCommand(string Name, string Description, Func<Command> Create);
