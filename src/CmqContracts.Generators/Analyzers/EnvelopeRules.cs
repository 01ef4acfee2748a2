using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Schema;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks a <c>[CmqEnvelope]</c>.</summary>
internal static class EnvelopeRules
{
    private const string SpecVersion = "specversion";

    /// <param name="envelope">What the attribute states.</param>
    /// <param name="message">The message type, as users write it.</param>
    /// <param name="hasContext">Whether a context of the user's writes the messages.</param>
    /// <param name="schema">The shape of the messages; <see langword="null"/>: it is not known.</param>
    public static IEnumerable<AttributeProblem> Check(EnvelopeSpec envelope, string message, bool hasContext, ContractSchema? schema)
    {
        if (envelope.Source is { } source && (source.Length == 0 || source.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            yield return new AttributeProblem(Descriptors.EnvelopeValue, nameof(envelope.Source), new object[] { nameof(envelope.Source), source, "a URI or a part of one, such as /shop/orders, without white space" });
        if (string.IsNullOrWhiteSpace(envelope.Type))
            yield return new AttributeProblem(Descriptors.EnvelopeValue, nameof(envelope.Type), new object[] { nameof(envelope.Type), envelope.Type, "the name of what has happened, such as com.example.order.placed" });
        if (envelope.ReadsPlain && (hasContext ? "a JsonContext writes its JSON" : WhyAmbiguous(schema)) is { } why)
            yield return new AttributeProblem(Descriptors.AmbiguousPlainBody, nameof(envelope.ReadsPlain), new object[] { message, why });
    }

    /// <summary>The bytes that an envelope adds to a message at most.</summary>
    /// <param name="envelope">The envelope; <see langword="null"/>: there is none.</param>
    /// <param name="kind"><c>queues</c> or <c>topics</c>.</param>
    /// <param name="name">The name of the queue or topic.</param>
    public static int SizeOf(EnvelopeSpec? envelope, string kind, string name) =>
        envelope is null ? 0 : EnvelopeSize.Maximum(WorstCaseSize.OfText(envelope.Type), WorstCaseSize.OfText(envelope.SourceOf(kind, name)));

    /// <summary>Why a message alone could be taken for an envelope; <see langword="null"/>: it could not.</summary>
    private static string? WhyAmbiguous(ContractSchema? schema) => schema?.Types[0] switch
    {
        SchemaObject @object => WhyAmbiguous(@object),
        SchemaUnion { DiscriminatorName: SpecVersion } => $"its discriminator is '{SpecVersion}'",
        SchemaUnion union => union.Cases.Select(@case => @case.Type).Append(union.Base ?? union.Cases[0].Type)
            .Select(type => schema.Types[type] is SchemaObject @object ? WhyAmbiguous(@object) : null)
            .FirstOrDefault(why => why is not null),
        SchemaMap => "its keys may be any names",
        SchemaConverted => "a converter writes its JSON",
        _ => null,
    };

    private static string? WhyAmbiguous(SchemaObject @object) =>
        @object.Members.FirstOrDefault(member => member.Name == SpecVersion) is { } member ? $"its member '{member.Symbol}' is '{SpecVersion}' in JSON"
        : @object.HasExtensionData ? "its extension data may have any names"
        : null;
}
