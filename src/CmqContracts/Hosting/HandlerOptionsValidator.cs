using Microsoft.Extensions.Options;

namespace CmqContracts;

/// <summary>Checks the options of a handler when its host starts.</summary>
/// <param name="handler">The handler's name.</param>
/// <param name="handlerType">Its type, for people.</param>
/// <param name="takesTransaction">Whether it takes a <see cref="MessageTransaction"/>.</param>
/// <param name="contract">The queue and its messages.</param>
/// <param name="hasStore">Whether the host has a de-duplication store.</param>
internal sealed class HandlerOptionsValidator<TMessage>(string handler, string handlerType, bool takesTransaction, QueueContract<TMessage> contract, bool hasStore) : IValidateOptions<HandlerOptions<TMessage>>
{
    public ValidateOptionsResult Validate(string? name, HandlerOptions<TMessage> options)
    {
        if (name != handler)
            return ValidateOptionsResult.Skip;
        List<string> wrong =
        [
            .. HandlerOptionsRules.Explain(options, contract.QueueName, contract.Settings),
            .. HandlerRetryRules.Explain(options, contract.QueueName, contract.Settings, contract.Envelope is not null),
        ];
        if (HandlerOptionsRules.ExplainDeduplication(options, contract.QueueName, typeof(TMessage).Name, contract.DeduplicationKey is not null, contract.Envelope, hasStore) is { } why)
            wrong.Add(why);
        if (HandlerOptionsRules.ExplainTransaction(options, contract.QueueName, handlerType, takesTransaction) is { } none)
            wrong.Add(none);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
