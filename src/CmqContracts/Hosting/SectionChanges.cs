using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CmqContracts;

/// <summary>Tells when the configuration section of named options is loaded again.</summary>
internal sealed class SectionChanges<TOptions>(string name, IConfigurationSection section) : IOptionsChangeTokenSource<TOptions>
{
    public string Name => name;

    public IChangeToken GetChangeToken() => section.GetReloadToken();
}
