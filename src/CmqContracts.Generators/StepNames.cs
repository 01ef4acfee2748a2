namespace CmqContracts.Generators;

/// <summary>Names of the pipeline's steps, by which tests check their caching.</summary>
internal static class StepNames
{
    /// <summary>A declaration with <c>[CmqQueue]</c>, <c>[CmqTopic]</c> or one of those that bind becomes a <see cref="Model.ContractSpec"/>.</summary>
    public const string Contract = "Cmq.Contract";

    /// <summary>The compilation is reduced to <see cref="Model.TargetFacts"/>.</summary>
    public const string Target = "Cmq.Target";

    /// <summary>A contract with what the target allows: the input of its file.</summary>
    public const string ContractFile = "Cmq.ContractFile";

    /// <summary>A contract becomes the metadata name after which its file is named.</summary>
    public const string HintName = "Cmq.HintName";

    /// <summary>All names of types, reduced to those whose file names are not unique.</summary>
    public const string HintNameClashes = "Cmq.HintNameClashes";

    /// <summary>A contract becomes an entry of the registration.</summary>
    public const string Registration = "Cmq.Registration";

    /// <summary>All entries of the registration, in order: the input of its file.</summary>
    public const string RegistrationFile = "Cmq.RegistrationFile";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = new[] { Contract, Target, HintName, HintNameClashes, ContractFile, Registration, RegistrationFile };
}
