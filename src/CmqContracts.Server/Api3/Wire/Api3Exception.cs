namespace CmqContracts.Server;

/// <summary>Refuses a request with an error that only API 3.0 has.</summary>
/// <param name="code">The code, such as <c>AuthFailure.SignatureExpire</c>.</param>
/// <param name="message">What is wrong and how to correct it. Never a secret, a signature or a message body.</param>
internal sealed class Api3Exception(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static Api3Exception Missing(string parameter) =>
        new(Api3Errors.MissingParameter, $"The request lacks the parameter `{parameter}`.");

    public static Api3Exception Invalid(string parameter, string rule) =>
        new(Api3Errors.InvalidParameterValue, $"The parameter `{parameter}` {rule}.");
}
