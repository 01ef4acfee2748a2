using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Objects of one of several types.
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Shape(string Name);

public sealed record Circle(string Name, double Radius) : Shape(Name);

public sealed record Square(string Name) : Shape(Name)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Side { get; set; }
}

[CmqQueue("drawing")]
public partial record Drawing(Shape First, Shape? Second, List<Shape> Others, Circle Plain);

[CmqQueue("payment")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CardPayment), 1)]
[JsonDerivedType(typeof(CashPayment), "cash")]
[JsonDerivedType(typeof(Payment), 0)]
public partial class Payment
{
    public decimal Amount { get; set; }
}

public class CardPayment : Payment
{
    public required string Card { get; init; }
}

public class CashPayment : Payment;

[CmqQueue("event")]
[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType, IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(Started), "started")]
public partial class Event
{
    public int At { get; set; }
}

public class Started : Event
{
    public string? By { get; set; }

    public Event? Before { get; set; }
}

public class Stopped : Event
{
    public string? Why { get; set; }
}

[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
[JsonDerivedType(typeof(Vehicle), "vehicle")]
[JsonDerivedType(typeof(Car), "car")]
public class Thing
{
    public int Id { get; set; }
}

public class Vehicle : Thing
{
    public int Wheels { get; set; }
}

public class Car : Vehicle
{
    public string? Plate { get; set; }
}

public class Taxi : Car;

[CmqQueue("things")]
public partial record Things(List<Thing> A, Vehicle? B);

[JsonDerivedType(typeof(Yes))]
[JsonDerivedType(typeof(No))]
public interface IAnswer
{
    int Number { get; }
}

public record Yes(int Number) : IAnswer;

public record struct No(int Number, string Why) : IAnswer;

[JsonDerivedType(typeof(Leaf), "leaf")]
[JsonDerivedType(typeof(Branch), "branch")]
public interface INode;

public record Leaf(int Value) : INode;

public record Branch(INode Left, INode? Right) : INode;

[CmqQueue("node-holder")]
public partial record NodeHolder(INode Root, Dictionary<string, INode?>? Named);

[CmqQueue("unnamed-types")]
[JsonDerivedType(typeof(Sized))]
public partial class Unnamed
{
    public int A { get; set; }
}

public class Sized : Unnamed
{
    public int B { get; set; }
}
