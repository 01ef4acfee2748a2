using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Pipeline;

/// <summary>The run reasons of bindings, which come after the contracts in every step.</summary>
public class BindingRunReasonTests
{
    private const string Contracts = """
        [CmqQueue("first")] public partial record First(int A);
        [CmqQueue<Bound>("bound")] public partial class Binding { }
        """;

    private const string Bound = "public record Bound(int A);";

    [Fact]
    public void Edit_of_the_bound_type() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Modified",
            Target: "Unchanged",
            HintName: "Cached Unchanged",
            HintNameClashes: "Cached",
            ContractFile: "Cached Modified",
            Registration: "Cached Unchanged",
            RegistrationFile: "Cached",
            Output: "Cached Emitted Cached"),
        After(bound: "public record Bound(long A);"));

    [Fact]
    public void Comment_in_the_bound_type() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Unchanged",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Cached",
            Output: "Cached Cached Cached"),
        After(bound: "public record Bound(int /* number */ A);"));

    [Fact]
    public void Another_message_bound() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Modified",
            Target: "Unchanged",
            HintName: "Cached Unchanged",
            HintNameClashes: "Cached",
            ContractFile: "Cached Modified",
            Registration: "Cached Modified",
            RegistrationFile: "Modified",
            Output: "Cached Emitted Emitted"),
        After(Contracts.Replace("<Bound>", "<List<Bound>>", StringComparison.Ordinal)));

    [Fact]
    public void One_more_binding() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached New",
            Target: "Unchanged",
            HintName: "Cached Cached New",
            HintNameClashes: "Unchanged",
            ContractFile: "Cached Cached New",
            Registration: "Cached Cached New",
            RegistrationFile: "Modified",
            Output: "Cached Cached Emitted Emitted"),
        After(Contracts + "[CmqQueue<Bound>(\"again\")] public partial class Again { }"));

    [Fact]
    public void A_binding_whose_name_differs_from_that_of_a_contract_by_case_only() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached New",
            Target: "Unchanged",
            HintName: "Cached Cached New",
            HintNameClashes: "Modified",
            ContractFile: "Modified Modified New",
            Registration: "Cached Cached New",
            RegistrationFile: "Modified",
            Output: "Emitted Emitted Emitted Emitted"),
        After(Contracts + "[CmqQueue<Bound>(\"again\")] public partial class FIRST { }"));

    private static RunReasons After(string contracts = Contracts, string bound = Bound) =>
        RunReasons.Of(TestCompilation.Create(Contracts, others: Bound), TestCompilation.Create(contracts, others: bound));
}
