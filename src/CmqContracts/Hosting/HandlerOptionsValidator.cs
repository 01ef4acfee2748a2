using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Checks the options of a handler when its host starts.</summary>
/// <param name="contract">The queue and its messages.</param>
internal sealed class HandlerOptionsValidator<TMessage>(QueueContract<TMessage> contract) : IValidateOptions<HandlerOptions<TMessage>>
{
    public ValidateOptionsResult Validate(string? name, HandlerOptions<TMessage> options)
    {
        if (name != contract.QueueName)
            return ValidateOptionsResult.Skip;
        List<string> wrong = HandlerOptionsRules.Explain(options, contract.QueueName, contract.Settings);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
