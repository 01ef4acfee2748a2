using System.CommandLine;

namespace CmqContracts.Tool;

/// <summary>A command on a service.</summary>
internal sealed class ClientCommand : Command
{
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="work">Does it, and returns the exit code.</param>
    public ClientCommand(string name, string description, Func<ClientRun, Task<int>> work)
        : base(name, description)
    {
        Work = work;
        SetAction((parsed, stop) => ClientRun.OfProcessAsync(parsed, work, stop));
    }

    public Func<ClientRun, Task<int>> Work { get; }
}
