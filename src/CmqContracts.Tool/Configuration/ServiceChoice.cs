using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tool;

/// <summary>The service that a command talks to, and the key that it signs with.</summary>
internal sealed class ServiceChoice
{
    private const string EndpointVariable = "CMQ_ENDPOINT";
    private const string IdVariable = "CMQ_SECRET_ID";
    private const string KeyVariable = "CMQ_SECRET_KEY";
    private const string TokenVariable = "CMQ_TOKEN";

    public required string Endpoint { get; init; }

    public required string SecretId { get; init; }

    public required string SecretKey { get; init; }

    public string? Token { get; init; }

    /// <summary>Where the endpoint was found, for people.</summary>
    public required string Source { get; init; }

    /// <summary>What is shown of a choice: its endpoint.</summary>
    public override string ToString() => Endpoint;

    /// <summary>Finds the service: by the arguments, else by the environment, else by the profile <c>default</c>. A profile's key goes to the profile's endpoint only.</summary>
    /// <exception cref="CommandException">No service or no key is named, or what names it is wrong.</exception>
    public static ServiceChoice Of(string? endpoint, string? profileName, Func<string, string?> environment)
    {
        if (endpoint is not null && profileName is not null)
            throw new CommandException("--endpoint and --profile both name a service; give one of them.");
        string path = ProfileFile.PathOf(environment);
        if (profileName is not null)
        {
            ServiceProfile named = ProfileFile.Find(path, profileName) ?? throw new CommandException($"There is no profile '{ShownText.Of(profileName)}' in {path}; add it there, or use --endpoint.");
            return OfProfile(named, path, environment);
        }

        if (endpoint is not null)
            return OfEnvironment(endpoint, "--endpoint", environment);
        if (Variable(environment, EndpointVariable) is { } set)
            return OfEnvironment(set, EndpointVariable, environment);
        return ProfileFile.Find(path, ProfileFile.DefaultName) is { } profile
            ? OfProfile(profile, path, environment)
            : throw new CommandException($"No service is named: use --endpoint, set {EndpointVariable}, or add the profile '{ProfileFile.DefaultName}' to {path}. 'cmq serve' runs one here, and prints what to set.");
    }

    private static ServiceChoice OfProfile(ServiceProfile profile, string path, Func<string, string?> environment)
    {
        string endpoint = profile.Endpoint ?? throw new CommandException($"Profile '{ShownText.Of(profile.Name)}' in {path} has no endpoint; add it.");
        string source = $"profile '{ShownText.Of(profile.Name)}'";
        if (profile.SecretId is null && profile.SecretKey is null)
            return OfEnvironment(endpoint, source, environment);
        if (profile.SecretId is null || profile.SecretKey is null)
            throw new CommandException($"Profile '{ShownText.Of(profile.Name)}' in {path} has half a key pair; set secretId and secretKey, or neither.");
        return new ServiceChoice { Endpoint = endpoint, SecretId = profile.SecretId, SecretKey = profile.SecretKey, Token = profile.Token, Source = source };
    }

    private static ServiceChoice OfEnvironment(string endpoint, string source, Func<string, string?> environment)
    {
        string? id = Variable(environment, IdVariable), key = Variable(environment, KeyVariable);
        if (id is null && key is null)
            throw new CommandException($"There is no key to sign requests with: set {IdVariable} and {KeyVariable}, or put secretId and secretKey into a profile. A server that runs with --no-auth takes any.");
        if (id is null || key is null)
            throw new CommandException($"{(id is null ? KeyVariable : IdVariable)} is set and {(id is null ? IdVariable : KeyVariable)} is not; set both.");
        return new ServiceChoice { Endpoint = endpoint, SecretId = id, SecretKey = key, Token = Variable(environment, TokenVariable), Source = source };
    }

    private static string? Variable(Func<string, string?> environment, string name) => SettingText.OfVariable(environment, name, static wrong => new CommandException(wrong));
}
