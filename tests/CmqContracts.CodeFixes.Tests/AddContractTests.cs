using CmqContracts.CodeFixes.Tests.Kit;

namespace CmqContracts.CodeFixes.Tests;

/// <summary>CMQ0308: the fix adds the attribute and <c>partial</c>, and changes nothing else.</summary>
public sealed class AddContractTests
{
    [Theory]
    [InlineData("cmq.Queue<[|Order|]>()", "[CmqQueue(\"order\")]")]
    [InlineData("cmq.Topic<[|Order|]>()", "[CmqTopic(\"order\")]")]
    [InlineData("cmq.Queue<[|Shop.Order|]>()", "[CmqQueue(\"order\")]")]
    public Task A_message_type_gets_its_contract(string expression, string attribute) => FixTest.Fixes(
        "CMQ0308",
        $"namespace Shop;\npublic class Desk {{ public object Get(CmqClient cmq) => {expression}; }}\n\n/// <summary>An order.</summary>\npublic sealed record Order(int Id);\n",
        $"Add {attribute} to 'Order'",
        $"namespace Shop;\npublic class Desk {{ public object Get(CmqClient cmq) => {expression.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)}; }}\n\n/// <summary>An order.</summary>\n{attribute}\npublic sealed partial record Order(int Id);\n");

    [Theory]
    [InlineData("OrderPlaced", "order-placed")]
    [InlineData("HTTPEvent2Go", "http-event2-go")]
    [InlineData("order_placed", "order_placed")]
    [InlineData("_Order", "order")]
    [InlineData("@event", "event")]
    [InlineData("订单", "queue")]
    public Task The_name_is_derived_from_that_of_the_type(string type, string name) => FixTest.Fixes(
        "CMQ0308",
        $"public class Desk {{ public object Get(CmqClient cmq) => cmq.Queue<[|{type}|]>(); }}\npublic record {type}(int Id);\n",
        $"Add [CmqQueue(\"{name}\")] to '{type.TrimStart('@')}'",
        $"public class Desk {{ public object Get(CmqClient cmq) => cmq.Queue<{type}>(); }}\n[CmqQueue(\"{name}\")]\npublic partial record {type}(int Id);\n");

    [Fact]
    public Task A_binding_names_its_message_type() => FixTest.Fixes(
        "CMQ0308",
        "using System;\nnamespace Shop { public class Desk { public object Get(CmqClient cmq) => cmq.Queue<Mails.Mail, [|Orders|]>(); }\n    public class Orders { }\n}\nnamespace Mails { public record Mail(int Id); }\n",
        "Add [CmqQueue<Mail>(\"orders\")] to 'Orders'",
        "using System;\nnamespace Shop { public class Desk { public object Get(CmqClient cmq) => cmq.Queue<Mails.Mail, Orders>(); }\n    [CmqQueue<Mails.Mail>(\"orders\")]\n    public partial class Orders { }\n}\nnamespace Mails { public record Mail(int Id); }\n");

    [Fact]
    public Task Other_attributes_line_endings_tabs_and_the_containing_types_are_kept() => FixTest.Fixes(
        "CMQ0308",
        "public class Desk\r\n{\r\n\tpublic object Get(CmqClient cmq) => cmq.Queue<[|Order|]>();\r\n\r\n\t// An order.\r\n\t[Serializable]\r\n\tpublic record Order(int Id);\r\n}\r\n",
        "Add [CmqQueue(\"order\")] to 'Order'",
        "public partial class Desk\r\n{\r\n\tpublic object Get(CmqClient cmq) => cmq.Queue<Order>();\r\n\r\n\t// An order.\r\n\t[CmqQueue(\"order\")]\r\n\t[Serializable]\r\n\tpublic partial record Order(int Id);\r\n}\r\n");

    [Fact]
    public Task A_type_within_a_line_stays_in_it() => FixTest.Fixes(
        "CMQ0308",
        "public class Desk { public object Get(CmqClient cmq) => cmq.Queue<[|Order|]>(); public record Order(int Id); }",
        "Add [CmqQueue(\"order\")] to 'Order'",
        "public partial class Desk { public object Get(CmqClient cmq) => cmq.Queue<Order>(); [CmqQueue(\"order\")] public partial record Order(int Id); }");

    [Fact]
    public Task All_types_of_all_files_get_their_contracts_at_once() => FixTest.FixesAll(
        "CMQ0308",
        3,
        ["public class Desk { public object Get(CmqClient cmq) => cmq.Queue<A>(); public object Two(CmqClient cmq) => cmq.Queue<A>(); public object Three(CmqClient cmq) => cmq.Topic<B>(); }\n", "public record A(int Id);\npublic record B(int Id);\n"],
        ["public class Desk { public object Get(CmqClient cmq) => cmq.Queue<A>(); public object Two(CmqClient cmq) => cmq.Queue<A>(); public object Three(CmqClient cmq) => cmq.Topic<B>(); }\n", "[CmqQueue(\"a\")]\npublic partial record A(int Id);\n[CmqTopic(\"b\")]\npublic partial record B(int Id);\n"]);

    [Theory]
    [InlineData("public class Desk { public Desk(IQueueClient<[|Order|]> orders) { } }", "CmqQueue")]
    [InlineData("public record Desk(CmqContracts.ITopicPublisher<[|Order|]>? Orders);", "CmqTopic")]
    [InlineData("public static class Desk { public static object Get(IServiceProvider services) => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IQueueProducer<[|Order|]>>(services); }", "CmqQueue")]
    public Task The_message_type_of_an_injected_client_gets_its_contract(string desk, string attribute) => FixTest.Fixes(
        "CMQ0308",
        $"Console.WriteLine();\n{desk}\npublic record Order(int Id);\n",
        $"Add [{attribute}(\"order\")] to 'Order'",
        $"Console.WriteLine();\n{desk.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)}\n[{attribute}(\"order\")]\npublic partial record Order(int Id);\n");

    [Theory]
    [InlineData("cmq.Queue<[|string|]>()")]
    [InlineData("cmq.Queue<[|Mail|]>()")]
    [InlineData("cmq.Queue<[|Page<int>|]>()")]
    public Task A_type_that_needs_a_binding_is_left_to_the_user(string expression) => FixTest.OffersNothing(
        "CMQ0308",
        $"public class Desk {{ public object Get(CmqClient cmq) => {expression}; }} public record Page<T>(T A); public record Mail(int Id); [CmqQueue<Mail>(\"mails\")] public partial class Mails {{ }}");
}
