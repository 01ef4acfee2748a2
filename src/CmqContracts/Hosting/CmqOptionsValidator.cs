using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Checks the options of a host when it starts.</summary>
internal sealed class CmqOptionsValidator : IValidateOptions<CmqOptions>
{
    public ValidateOptionsResult Validate(string? name, CmqOptions options)
    {
        List<string> wrong = CmqOptionsRules.Explain(options);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
