extern alias aliased;
extern alias other;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Declared
{
    [CmqQueue("d1")] public record NotPartial(int A);
    // CMQ0001 at NotPartial: A contract is generated into 'Declared.NotPartial': add 'partial' to its declaration
    [CmqQueue("d2"), CmqTopic("d2")] public struct NotPartialWithBoth { public int A { get; set; } }
    // CMQ0001 at NotPartialWithBoth: A contract is generated into 'Declared.NotPartialWithBoth': add 'partial' to its declaration
    [CmqQueue("d3")] public partial record Generic<T>(T A);
    // CMQ0004 at Generic: 'Declared.Generic<T>' is generic or nested in a generic type, and a contract is for one type: put [CmqQueue<TMessage>] or [CmqTopic<TMessage>] with a closed type on a partial class that is not generic
    public partial class Around<T> { [CmqQueue("d4")] public partial record InGeneric(int A); }
    // CMQ0004 at InGeneric: 'Declared.Around<T>.InGeneric' is generic or nested in a generic type, and a contract is for one type: put [CmqQueue<TMessage>] or [CmqTopic<TMessage>] with a closed type on a partial class that is not generic
    [CmqQueue("d5")] file partial record FileLocal(int A);
    // CMQ0005 at FileLocal: 'Declared.FileLocal' is a file-local type: code in generated files cannot name it, so remove 'file'
    file partial class OfFile { [CmqQueue("d6")] public partial record InFileLocal(int A); }
    // CMQ0005 at InFileLocal: 'Declared.OfFile.InFileLocal' is a file-local type: code in generated files cannot name it, so remove 'file'
    public class Closed { public struct Shut { [CmqQueue("d7")] public partial record InClosed(int A); } [CmqQueue("d8")] public record InClosedAndNotPartial(int A); }
    // CMQ0002 at Closed: A contract is generated into 'Declared.Closed.Shut.InClosed', which is nested in 'Declared.Closed', so both must be partial: add 'partial' to 'Declared.Closed'
    // CMQ0002 at Shut: A contract is generated into 'Declared.Closed.Shut.InClosed', which is nested in 'Declared.Closed.Shut', so both must be partial: add 'partial' to 'Declared.Closed.Shut'
    [CmqQueue("d9")] public static partial class Static { }
    // CMQ0005 at Static: 'Declared.Static' is a static class: it has no instances to send, so remove 'static'
    [CmqQueue("d10")] public ref partial struct Reference { }
    // CMQ0005 at Reference: 'Declared.Reference' is a ref struct: it cannot be kept in an object, so remove 'ref'
    [CmqQueue("d11")] public abstract partial record Abstract(int A);
    // CMQ0005 at Abstract: 'Declared.Abstract' is abstract: no instance of it can be created when a message is read, so remove 'abstract', or name the types that derive from it with [JsonDerivedType]
    [CmqQueue("d12")] public abstract record AbstractAndNotPartial(int A);
    // CMQ0005 at AbstractAndNotPartial: 'Declared.AbstractAndNotPartial' is abstract: no instance of it can be created when a message is read, so remove 'abstract', or name the types that derive from it with [JsonDerivedType]
    [CmqQueue("d13")] public partial class Items : List<int> { }
    // CMQ0005 at Items: 'Declared.Items' is a collection: it has no members in JSON, so use a record that contains it
    [CmqQueue("d14")] public class ItemsAndNotPartial : List<int> { }
    // CMQ0001 at ItemsAndNotPartial: A contract is generated into 'Declared.ItemsAndNotPartial': add 'partial' to its declaration
    [CmqQueue("d15"), JsonConverter(typeof(ConvertedItemsConverter))] public partial class ConvertedItems : List<int> { }
    public sealed class ConvertedItemsConverter : JsonConverter<ConvertedItems> { public override ConvertedItems Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => null!; public override void Write(Utf8JsonWriter w, ConvertedItems v, JsonSerializerOptions o) { } }
    [CmqQueue("d16"), JsonDerivedType(typeof(Leaf), "leaf")] public abstract partial record Tree(int A);
    public record Leaf(int A) : Tree(A);
    [CmqQueue("d17"), JsonConverter(typeof(AbstractConverter))] public abstract partial class AbstractWithConverter { }
    // CMQ0005 at AbstractWithConverter: 'Declared.AbstractWithConverter' is abstract: no instance of it can be created when a message is read, so remove 'abstract', or name the types that derive from it with [JsonDerivedType]
    public sealed class AbstractConverter : JsonConverter<AbstractWithConverter> { public override AbstractWithConverter Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => null!; public override void Write(Utf8JsonWriter w, AbstractWithConverter v, JsonSerializerOptions o) { } }
    [CmqQueue("d18")] public partial record OfBase(int A) : WithMissing;
    [CmqQueue("d19")] public partial interface Interface { }
    [CmqQueue("d20")] public enum Enum { A }
    [CmqQueue("d21")] public partial class { public int A { get; set; } }
    public partial class AroundNameless { [CmqQueue("d22")] public partial class { public int A { get; set; } } }
}

namespace Clients
{
    [CmqQueue("c1"), CmqTopic("c1")] public partial record Taken(int A);
    public class TakenQueue { }
    // CMQ0007 at TakenQueue: The client of 'Clients.Taken' is called 'TakenQueue', and there is another type of that name beside it: rename one of them
    public delegate void TakenTopic();
    // CMQ0007 at TakenTopic: The client of 'Clients.Taken' is called 'TakenTopic', and there is another type of that name beside it: rename one of them
    [CmqQueue("c2"), CmqTopic("c2")] public partial record Space(int A);
    namespace SpaceTopic { public class Inside { } }
    // CMQ0007 at SpaceTopic: The client of 'Clients.Space' is called 'SpaceTopic', and there is another type of that name beside it: rename one of them
    [CmqQueue("c3")] public partial record Free(int A);
    public class FreeQueue<T> { }
    [System.CodeDom.Compiler.GeneratedCode("other", "1")] public class OtherToolQueue { }
    [CmqQueue("c11")] public partial record OtherTool(int A);
    [CmqQueue("c12")] public partial record Library(int A);
    public partial class OfLibrary : Their.Named { [CmqQueue("c13")] public partial record Far(int A); }
    // CMQ0007 at Far: The client of 'Clients.OfLibrary.Far' is called 'FarQueue', and there is another type of that name beside it: rename one of them
    public partial class HolderQueue { [CmqQueue("c4")] public partial record Holder(int A); }
    // CMQ0007 at HolderQueue: The client of 'Clients.HolderQueue.Holder' is called 'HolderQueue', and there is another type of that name beside it: rename one of them
    public partial class Members { [CmqQueue("c5"), CmqTopic("c5")] public partial record Member(int A); public int MemberQueue { get; set; } public void MemberTopic() { } }
    // CMQ0007 at MemberQueue: The client of 'Clients.Members.Member' is called 'MemberQueue', and there is another type of that name beside it: rename one of them
    // CMQ0007 at MemberTopic: The client of 'Clients.Members.Member' is called 'MemberTopic', and there is another type of that name beside it: rename one of them
    public class MembersBase { private int HiddenQueue => 1; protected int SeenTopic => 1; public class GenericQueue<T> { } }
    // CMQ0007 at SeenTopic: The client of 'Clients.MembersDerived.Seen' is called 'SeenTopic', and there is another type of that name beside it: rename one of them
    public partial class MembersDerived : MembersBase { [CmqQueue("c6")] public partial record Hidden(int A); [CmqTopic("c6")] public partial record Seen(int A); [CmqQueue("c7")] public partial record Generic(int A); }
    public sealed partial class Sealed { [CmqQueue("c8")] protected internal partial record Both(int A); [CmqQueue("c9")] private protected partial record Narrow(int A); [CmqQueue("c10")] protected partial record Protected(int A); }
}

namespace Conflicts
{
    public record Mail(int Id); public record Letter(int Id);
    [CmqQueue("f1"), CmqQueue<Mail>("f1m")] public partial record QueueAndBinding(int A);
    // CMQ0009 at CmqQueue<Mail>("f1m"): 'Conflicts.QueueAndBinding' has both [CmqQueue] and [CmqQueue<Conflicts.Mail>], which are for two message types: put the second one on a partial class of its own
    [CmqTopic("f2"), CmqQueue<Mail>("f2m")] public partial record TopicAndQueueBinding(int A);
    // CMQ0009 at CmqQueue<Mail>("f2m"): 'Conflicts.TopicAndQueueBinding' has both [CmqTopic] and [CmqQueue<Conflicts.Mail>], which are for two message types: put the second one on a partial class of its own
    [CmqTopic<Letter>("f3m"), CmqQueue("f3")] public partial record QueueAndTopicBinding(int A);
    // CMQ0009 at CmqTopic<Letter>("f3m"): 'Conflicts.QueueAndTopicBinding' has both [CmqQueue] and [CmqTopic<Conflicts.Letter>], which are for two message types: put the second one on a partial class of its own
    [CmqQueue<Mail>("f4"), CmqTopic<Letter>("f4")] public partial class BindsTwo { }
    // CMQ0009 at CmqTopic<Letter>("f4"): 'Conflicts.BindsTwo' has both [CmqQueue<Conflicts.Mail>] and [CmqTopic<Conflicts.Letter>], which are for two message types: put the second one on a partial class of its own
    [CmqQueue<Mail>("f5"), CmqTopic<Mail>("f5")] public partial class BindsOne { }
    [CmqSubscription("f6")] public partial record SubscriptionOnly(int A);
    // CMQ0011 at CmqSubscription("f6"): [CmqSubscription] subscribes the queue of the same type, and 'Conflicts.SubscriptionOnly' has none: add [CmqQueue]
    [CmqTopic("f7"), CmqSubscription("f7")] public partial record TopicAndSubscription(int A);
    // CMQ0011 at CmqSubscription("f7"): [CmqSubscription] subscribes the queue of the same type, and 'Conflicts.TopicAndSubscription' has none: add [CmqQueue]
    [CmqQueue("f8"), CmqQueue("f8b")] public partial record Twice(int A);
    [CmqQueue("f9"), CmqTopic("f9"), CmqTopic<Mail>("f9m")] public partial record AllThree(int A);
    // CMQ0009 at CmqTopic<Mail>("f9m"): 'Conflicts.AllThree' has both [CmqQueue] and [CmqTopic<Conflicts.Mail>], which are for two message types: put the second one on a partial class of its own
}

namespace Bound
{
    public record Own(int A);
    public record Box<T>(T A) where T : class, new();
    public interface IAny { int A { get; } }
    public abstract record Abstract(int A);
    public delegate void Call();
    public enum Letters { A }
    public class Numbers : List<int> { }
    file record Local(int A);
    public class Around<T> { public record Inner(int A); }
    [Obsolete("gone", true)] public record Gone(int A);
    [CmqQueue<IAny>("b1")] public partial class OfInterface { }
    // CMQ0005 at IAny: 'Bound.IAny' is an interface: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Abstract>("b2")] public partial class OfAbstract { }
    // CMQ0005 at Abstract: 'Bound.Abstract' is abstract: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Call>("b3")] public partial class OfDelegate { }
    // CMQ0005 at Call: 'Bound.Call' is a delegate: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Letters>("b4")] public partial class OfEnum { }
    // CMQ0005 at Letters: 'Bound.Letters' is an enum: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Numbers>("b5")] public partial class OfCollection { }
    // CMQ0005 at Numbers: 'Bound.Numbers' is a collection, which has no members in JSON: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Own[]>("b6")] public partial class OfArray { }
    // CMQ0005 at Own[]: 'Bound.Own[]' is an array, which has no members in JSON: use a record, class or struct of your own that contains what is sent
    [CmqQueue<(int, string)>("b7")] public partial class OfTuple { }
    // CMQ0005 at (int, string): '(int, string)' is a tuple, whose items have no names in JSON: use a record, class or struct of your own that contains what is sent
    [CmqQueue<string>("b8")] public partial class OfString { }
    // CMQ0005 at string: 'string' is a type of .NET itself: use a record, class or struct of your own that contains what is sent
    [CmqQueue<JsonNode>("b9")] public partial class OfJsonNode { }
    // CMQ0005 at JsonNode: 'System.Text.Json.Nodes.JsonNode' is abstract: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Dictionary<string, int>>("b10")] public partial class OfDictionary { }
    // CMQ0005 at Dictionary<string, int>: 'System.Collections.Generic.Dictionary<string, int>' is a collection, which has no members in JSON: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Local>("b11")] public partial class OfLocal { }
    // CMQ0005 at Local: 'Bound.Local' is a file-local type: code in generated files cannot name it, so remove 'file'
    [CmqQueue<Local[][]>("b12")] public partial class OfLocals { }
    // CMQ0005 at Local[][]: 'Bound.Local[][]' is a file-local type: code in generated files cannot name it, so remove 'file'
    [CmqQueue<Around<Local>.Inner>("b13")] public partial class OfInner { }
    // CMQ0005 at Around<Local>.Inner: 'Bound.Around<Bound.Local>.Inner' is a file-local type: code in generated files cannot name it, so remove 'file'
    [CmqQueue<KeyValuePair<string, Local>>("b14")] public partial class OfLocalInPair { }
    // CMQ0005 at KeyValuePair<string, Local>: 'System.Collections.Generic.KeyValuePair<string, Bound.Local>' is a file-local type: code in generated files cannot name it, so remove 'file'
    [CmqQueue<Box<Missing>>("b15")] public partial class OfMissing { }
    [CmqQueue<Box<string>>("b16")] public partial class OfUnmet { }
    [CmqQueue<Gone>("b17")] public partial class OfGone { }
    [CmqQueue<List<Missing>>("b31")] public partial class OfManyMissing { }
    [CmqQueue<void>("b32")] public partial class OfVoid { }
    [CmqQueue<Around<>>("b33")] public partial class OfUnbound { }
    [CmqQueue<Span<int>>("b34")] public partial class OfSpan { }
    [CmqQueue<Polymorphic.Kinds>("b35")] public partial class OfPolymorphic { }
    [CmqQueue<Collections.Letter>("b36")] public partial class OfConvertedEnum { }
    public partial class Hiding { private class Secret { public int A { get; set; } } }
    [CmqQueue<Hiding.Secret>("b37")] public partial class OfSecret { }
    [Obsolete("also gone"), CmqQueue<Gone>("b18")] public partial class OfGoneByOld { }
    [CmqQueue<aliased::Aliased.Money>("b19")] public partial class OfAliased { }
    // CMQ0005 at aliased::Aliased.Money: 'Aliased.Money' is of an assembly that is referenced under the alias 'aliased' only: generated code does not have that alias, so add global to the Aliases of the reference
    [CmqQueue<List<aliased::Aliased.Money>>("b20")] public partial class OfManyAliased { }
    // CMQ0005 at List<aliased::Aliased.Money>: 'System.Collections.Generic.List<Aliased.Money>' is of an assembly that is referenced under the alias 'aliased' only: generated code does not have that alias, so add global to the Aliases of the reference
    [CmqTopic<global::Bound.IAny>("b21")] public partial class Qualified { }
    // CMQ0005 at global::Bound.IAny: 'Bound.IAny' is an interface: use a record, class or struct of your own that contains what is sent
    [CmqQueue<Their.Holder>("b22")] public partial class OfHolder { }
    // CMQ0201 at Their.Holder: 'Held.Anything' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0202 at Their.Holder: 'Held.B' and 'A' are both 'A' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
    // CMQ0204 at Their.Holder: 'Held.Text' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0205 at Their.Holder: 'Held.C' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
    // CMQ0205 at Their.Holder: 'Held.D' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
    [CmqQueue<Their.Faults>("b23")] public partial class OfFaults { }
    // CMQ0201 at Their.Faults: 'Anything' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0202 at Their.Faults: 'B' and 'A' are both 'A' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
    // CMQ0204 at Their.Faults: 'Text' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0205 at Their.Faults: 'C' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
    // CMQ0205 at Their.Faults: 'D' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
    [CmqQueue<Own>("b24")] public static partial class StaticBinding { }
    // CMQ0010 at StaticBinding: 'Bound.StaticBinding' is a static class, so the contract of 'Bound.Own' cannot be generated into it: put the attribute on an ordinary partial class
    [CmqQueue<Own>("b25")] public ref partial struct ReferenceBinding { }
    // CMQ0010 at ReferenceBinding: 'Bound.ReferenceBinding' is a ref struct, so the contract of 'Bound.Own' cannot be generated into it: put the attribute on an ordinary partial class
    [CmqQueue<Own>("b26")] file partial class FileBinding { }
    // CMQ0010 at FileBinding: 'Bound.FileBinding' is a file-local type, so the contract of 'Bound.Own' cannot be generated into it: put the attribute on an ordinary partial class
    [CmqQueue<Own>("b27")] public class ClosedBinding { }
    // CMQ0001 at ClosedBinding: A contract is generated into 'Bound.ClosedBinding': add 'partial' to its declaration
    [CmqQueue<Own>("b28")] public abstract partial class AbstractBinding { }
    [CmqQueue<Own>("b29")] public partial class CollectionBinding : List<int> { }
    [CmqQueue<KeyValuePair<string, int>>("b30")] public partial class OfPair { }
}

namespace Held
{
    public class Inner { public nint Address { get; set; } }
    // CMQ0201 at nint: 'Address' holds 'nint', which the codec cannot write: an address has no meaning in another process; use the value itself, or long for a number; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    public class Outer { public List<Inner>? Inners { get; set; } }
    public class Page<T> { public List<T>? Items { get; set; } }
    public abstract class Shape { }
    public interface IThing { }
    public class Enclosing { private class Secret { } public record Public(int A); }
    public class Derived : System.IO.MemoryStream { }
    public class Failure : Exception { }
    public ref struct Reference { }
    public static class Static { }
    public struct Own { public int A { get; set; } }
    [CmqQueue("h1")]
    public unsafe partial class Unsupported
    {
        public int* Pointer { get; set; }
        // CMQ0201 at int*: 'Pointer' holds 'int*', which the codec cannot write: an address has no meaning in another process; use the value itself, or long for a number; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public delegate*<int, void> Function { get; set; }
        // CMQ0201 at delegate*<int, void>: 'Function' holds 'delegate*<int, void>', which the codec cannot write: an address has no meaning in another process; use the value itself, or long for a number; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public nint Native { get; set; }
        // CMQ0201 at nint: 'Native' holds 'nint', which the codec cannot write: an address has no meaning in another process; use the value itself, or long for a number; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public nuint? NativeUnsigned { get; set; }
        // CMQ0201 at nuint: 'NativeUnsigned' holds 'nuint', which the codec cannot write: an address has no meaning in another process; use the value itself, or long for a number; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Action? Delegate { get; set; }
        // CMQ0201 at Action: 'Delegate' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public dynamic? Dynamic { get; set; }
        // CMQ0201 at dynamic: 'Dynamic' holds 'dynamic', which the codec cannot write: dynamic does not say what it contains; use JsonElement; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public (int, string) Tuple { get; set; }
        // CMQ0201 at (int, string): 'Tuple' holds '(int, string)', which the codec cannot write: the items of a tuple have no names in JSON; use a record; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public (int A, string B)? NamedTuple { get; set; }
        // CMQ0201 at (int A, string B): 'NamedTuple' holds '(int A, string B)', which the codec cannot write: the items of a tuple have no names in JSON; use a record; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Memory<int> Memory { get; set; }
        // CMQ0201 at Memory<int>: 'Memory' holds 'System.Memory<int>', which the codec cannot write: only memory of bytes has a form in JSON; use int[]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public ReadOnlyMemory<Own> ReadOnlyMemory { get; set; }
        // CMQ0201 at ReadOnlyMemory<Own>: 'ReadOnlyMemory' holds 'System.ReadOnlyMemory<Held.Own>', which the codec cannot write: only memory of bytes has a form in JSON; use Held.Own[]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Type? Type { get; set; }
        // CMQ0201 at Type: 'Type' holds 'System.Type', which the codec cannot write: a .NET type is known only to this program; use a string that names it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public System.IO.Stream? Stream { get; set; }
        // CMQ0201 at System.IO.Stream: 'Stream' holds 'System.IO.Stream', which the codec cannot write: a stream can be read only once, and its length is not known in advance; use byte[]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Derived? DerivedStream { get; set; }
        public Failure? Failure { get; set; }
        // CMQ0201 at Failure: 'Failure.Data' holds 'System.Collections.IDictionary', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        // CMQ0201 at Failure: 'Failure.InnerException' holds 'System.Exception', which the codec cannot write: an exception contains more than data; use a record with the relevant parts, such as its message; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        // CMQ0201 at Failure: 'Failure.TargetSite' holds 'System.Reflection.MethodBase', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Task<int>? Task { get; set; }
        // CMQ0201 at Task<int>: 'Task' holds 'System.Threading.Tasks.Task<int>', which the codec cannot write: a task is not its result; use the type of the result; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public ValueTask Valued { get; set; }
        // CMQ0201 at ValueTask: 'Valued' holds 'System.Threading.Tasks.ValueTask', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public int[,]? Matrix { get; set; }
        // CMQ0201 at int[,]: 'Matrix' holds 'int[,]', which the codec cannot write: arrays of several dimensions have no form in JSON; use an array of arrays; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public int[][,]? Matrices { get; set; }
        // CMQ0201 at Matrices: 'Matrices' holds 'int[,]', which the codec cannot write: arrays of several dimensions have no form in JSON; use an array of arrays; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Shape? Abstract { get; set; }
        // CMQ0201 at Shape: 'Abstract' holds 'Held.Shape', which the codec cannot write: it is abstract, so it does not say which class to create; name the classes with [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public IThing? Interface { get; set; }
        // CMQ0201 at IThing: 'Interface' holds 'Held.IThing', which the codec cannot write: an interface does not say which class to create; name the classes with [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public IDisposable? Framework { get; set; }
        // CMQ0201 at IDisposable: 'Framework' holds 'System.IDisposable', which the codec cannot write: an interface does not say which class to create; name the classes with [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public System.Text.StringBuilder? Builder { get; set; }
        // CMQ0201 at System.Text.StringBuilder: 'Builder' holds 'System.Text.StringBuilder', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Array? Array { get; set; }
        // CMQ0201 at Array: 'Array' holds 'System.Array', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public System.Globalization.CultureInfo? Culture { get; set; }
        // CMQ0201 at System.Globalization.CultureInfo: 'Culture' holds 'System.Globalization.CultureInfo', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Tuple<int>? OldTuple { get; set; }
        // CMQ0201 at Tuple<int>: 'OldTuple' holds 'System.Tuple<int>', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Index Index { get; set; }
        // CMQ0201 at Index: 'Index' holds 'System.Index', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Enum? AnyEnum { get; set; }
        // CMQ0201 at Enum: 'AnyEnum' holds 'System.Enum', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Outer? Outer { get; set; }
        public Page<Inner>? Page { get; set; }
        public Page<nint>? Addresses { get; set; }
        // CMQ0201 at nint: 'Addresses.Items' holds 'nint', which the codec cannot write: an address has no meaning in another process; use the value itself, or long for a number; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Page<Page<Action>>? Deep { get; set; }
        // CMQ0201 at Action: 'Deep.Items.Items' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public global::System.Type?[]? Types { get; set; }
        // CMQ0201 at global::System.Type: 'Types' holds 'System.Type', which the codec cannot write: a .NET type is known only to this program; use a string that names it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public aliased::Aliased.Money? Aliased { get; set; }
        // CMQ0201 at aliased::Aliased.Money: 'Aliased' holds 'Aliased.Money', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Their.Holder? Their { get; set; }
        // CMQ0201 at Their: 'Their.Held.Anything' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        // CMQ0202 at Their: 'Their.Held.B' and 'A' are both 'A' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
        // CMQ0204 at Their: 'Their.Held.Text' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        // CMQ0205 at Their: 'Their.Held.C' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        // CMQ0205 at Their: 'Their.Held.D' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        public Static? Static { get; set; }
        public Missing? Missing { get; set; }
        public List<Missing[]>? Missings { get; set; }
        public List<Action>? Calls { get; set; }
        // CMQ0201 at Action: 'Calls' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public List<Action>? MoreCalls { get; set; }
        // CMQ0201 at Action: 'MoreCalls' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<string, Action>? Named { get; set; }
        // CMQ0201 at Action: 'Named' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<string, Action>? MoreNamed { get; set; }
        // CMQ0201 at Action: 'MoreNamed' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Mine.IList? OwnList { get; set; }
        // CMQ0201 at Mine.IList: 'OwnList' holds 'Mine.IList', which the codec cannot write: an interface does not say which class to create; name the classes with [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Standard.Thing? OfStandard { get; set; }
        // CMQ0201 at Standard.Thing: 'OfStandard' holds 'Standard.Thing', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Core.Thing? OfCore { get; set; }
        // CMQ0201 at Core.Thing: 'OfCore' holds 'Core.Thing', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public aliased::Aliased.Wrapped<other::Other.Part>? TwiceAliased { get; set; }
        // CMQ0201 at aliased::Aliased.Wrapped<other::Other.Part>: 'TwiceAliased' holds 'Aliased.Wrapped<Other.Part>', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Missing.Part? Part { get; set; }
        public Own? Fine { get; set; }
    }

    [CmqQueue("h2")]
    public partial class Spans
    {
        public Span<int> Span { get; set; }
        // CMQ0201 at Span<int>: 'Span' holds 'System.Span<int>', which the codec cannot write: a span cannot be stored in an object; use int[]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public ReadOnlySpan<Own> ReadOnlySpan => default;
        // CMQ0201 at ReadOnlySpan<Own>: 'ReadOnlySpan' holds 'System.ReadOnlySpan<Held.Own>', which the codec cannot write: a span cannot be stored in an object; use Held.Own[]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Reference Reference { get; set; }
        // CMQ0201 at Reference: 'Reference' holds 'Held.Reference', which the codec cannot write: a ref struct cannot be stored in an object; use a record or class; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public TypedReference Typed { get; set; }
        // CMQ0201 at TypedReference: 'Typed' holds 'System.TypedReference', which the codec cannot write: a ref struct cannot be stored in an object; use a record or class; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    }

    [CmqQueue("h3")]
    public partial class Unreached
    {
        private class Secret { public int A { get; set; } }
        public class Open { protected class Kept { } [JsonInclude] private Kept? Value { get; set; } }
        // CMQ0201 at Kept: 'Value' holds 'Held.Unreached.Open.Kept', which the codec cannot write: it is not accessible from the message; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonInclude] private Secret? Mine { get; set; }
        public Open? Theirs { get; set; }
    }

    [CmqQueue("h4")]
    public partial class Objects
    {
        public object? A { get; set; }
        // CMQ0209 at object: A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement
        public List<object>? B { get; set; }
        // CMQ0209 at object: A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement
        public Dictionary<string, object?[]>? C { get; set; }
        // CMQ0209 at object: A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement
        public IEnumerable? D { get; set; }
        // CMQ0209 at IEnumerable: A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement
        public IList? E { get; set; }
        // CMQ0209 at IList: A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement
        public ICollection? F { get; set; }
        // CMQ0209 at ICollection: A value of type object is read as JsonElement, and written only if it is a plain value, a collection of these, or JSON: use a type that says what it contains, or JsonElement
        public Page<object>? G { get; set; }
        public IDictionary? H { get; set; }
        // CMQ0201 at IDictionary: 'H' holds 'System.Collections.IDictionary', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public ArrayList? I { get; set; }
        // CMQ0201 at ArrayList: 'I' holds 'System.Collections.ArrayList', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    }

    public class Level<T> { public Level<Level<T>>? Next { get; set; } }
    [CmqQueue("h5")] public partial record Endless(Level<int> A, Level<string> B);
    // CMQ0201 at A: 'A.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next.Next' holds 'Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<Held.Level<int>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>', which the codec cannot write: it is at level 65 of the message, and JSON has 64; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("h7")] public partial class OfMissing { public Bound.Around<Missing>.Inner? A { get; set; } }
    [CmqQueue("h6")] public partial record OfNear(Near.Faults A);
    // CMQ0201 at A: 'A.Anything' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at A: 'A.Converted' holds 'int', which the codec cannot write: its converter 'string' has no public constructor without parameters; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0202 at A: 'A.B' and 'A' are both 'A' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
    // CMQ0204 at A: 'A.Text' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0205 at A: 'A.C' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
}

namespace Collections
{
    public class Keyed : List<int> { public Keyed(int key) { } }
    public class Hidden : List<int> { internal Hidden() { } }
    public abstract class Common : List<int> { }
    public interface IOwn : IList<int> { }
    public class Demanding : List<int> { public required int Size { get; set; } }
    public class DemandingField : List<int> { public required int Size; }
    public class DemandingBase : Demanding { }
    public class Relaxed : List<int> { [SetsRequiredMembers] public Relaxed() { } public required int Size { get; set; } }
    public class Fixed : ReadOnlyCollection<int> { public Fixed() : base(new List<int>()) { } }
    public class FixedMap : ReadOnlyDictionary<string, int> { public FixedMap() : base(new Dictionary<string, int>()) { } }
    public class Endless : IEnumerable<int> { public IEnumerator<int> GetEnumerator() => null!; IEnumerator IEnumerable.GetEnumerator() => null!; }
    public class Untyped : ArrayList { }
    public class Two : List<int>, ICollection<string> { bool ICollection<string>.IsReadOnly => false; void ICollection<string>.Add(string item) { } void ICollection<string>.Clear() { } bool ICollection<string>.Contains(string item) => false; void ICollection<string>.CopyTo(string[] array, int index) { } int ICollection<string>.Count => 0; bool ICollection<string>.Remove(string item) => false; IEnumerator<string> IEnumerable<string>.GetEnumerator() => null!; }
    public class Actions : List<Action> { }
    public abstract class CommonEndless : Endless { }
    public class ByAction : Dictionary<string, Action> { }
    public class ByObject : Dictionary<Keyed, int> { }
    public class Fillable : LinkedList<int> { }
    public enum Named { A }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Text { A }
    [JsonConverter(typeof(LetterConverter))] public enum Letter { A }
    public sealed class LetterConverter : JsonConverter<Letter> { public override Letter Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => default; public override void Write(Utf8JsonWriter w, Letter v, JsonSerializerOptions o) { } }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Wrong { [JsonStringEnumMemberName("")] A }
    [CmqQueue("l1")]
    public partial record Own(Keyed A, Hidden B, Common C, IOwn D, Demanding E, DemandingField F, DemandingBase G, Relaxed H, Fixed I, FixedMap J, Endless K, Untyped L, Two M, Actions N, ByAction O, ByObject P, Fillable Q, CommonEndless R);
    // CMQ0201 at ByObject: 'P' holds 'Collections.ByObject', which the codec cannot write: its keys are 'Collections.Keyed'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Common: 'C' holds 'Collections.Common', which the codec cannot write: it is a collection and does not say which class to create; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at CommonEndless: 'R' holds 'Collections.CommonEndless', which the codec cannot write: it is a collection and does not say which class to create; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Demanding: 'E' holds 'Collections.Demanding', which the codec cannot write: it is a collection, and its required members are not in JSON; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at DemandingBase: 'G' holds 'Collections.DemandingBase', which the codec cannot write: it is a collection, and its required members are not in JSON; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at DemandingField: 'F' holds 'Collections.DemandingField', which the codec cannot write: it is a collection, and its required members are not in JSON; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Endless: 'K' holds 'Collections.Endless', which the codec cannot write: it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Fixed: 'I' holds 'Collections.Fixed', which the codec cannot write: it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at FixedMap: 'J' holds 'Collections.FixedMap', which the codec cannot write: it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Hidden: 'B' holds 'Collections.Hidden', which the codec cannot write: it is a collection without a public constructor that has no parameters; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at IOwn: 'D' holds 'Collections.IOwn', which the codec cannot write: it is a collection and does not say which class to create; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Keyed: 'A' holds 'Collections.Keyed', which the codec cannot write: it is a collection without a public constructor that has no parameters; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at N: 'N' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at O: 'O' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Two: 'M' holds 'Collections.Two', which the codec cannot write: it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Untyped: 'L' holds 'Collections.Untyped', which the codec cannot write: it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("l2")]
    public partial record OfFramework(BlockingCollection<int> A, ConcurrentBag<int> B, PriorityQueue<int, int> C, ILookup<string, int> D, ImmutableArray<int>.Builder E, NameTable F, BitArray G, IGrouping<int, int> H, System.Collections.Specialized.NameValueCollection I, ArraySegment<int> J);
    // CMQ0201 at ArraySegment<int>: 'J' holds 'System.ArraySegment<int>', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at BitArray: 'G' holds 'System.Collections.BitArray', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at BlockingCollection<int>: 'A' holds 'System.Collections.Concurrent.BlockingCollection<int>', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at ConcurrentBag<int>: 'B' holds 'System.Collections.Concurrent.ConcurrentBag<int>', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at IGrouping<int, int>: 'H' holds 'System.Linq.IGrouping<int, int>', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at ILookup<string, int>: 'D' holds 'System.Linq.ILookup<string, int>', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at ImmutableArray<int>.Builder: 'E' holds 'System.Collections.Immutable.ImmutableArray<int>.Builder', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at NameTable: 'F' holds 'Collections.NameTable', which the codec cannot write: it is not a collection that JSON can fill; such a collection derives from List or Dictionary, or implements ICollection<T> or IDictionary<TKey, TValue> once, and is not read-only; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at PriorityQueue<int, int>: 'C' holds 'System.Collections.Generic.PriorityQueue<int, int>', which the codec cannot write: it is not one of the supported types; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at System.Collections.Specialized.NameValueCollection: 'I' holds 'System.Collections.Specialized.NameValueCollection', which the codec cannot write: it is a collection that JSON cannot fill, or that does not say what its items are; use an array, List, HashSet or Dictionary; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    public class NameTable : System.Collections.Specialized.NameObjectCollectionBase { }
    [CmqQueue("l3")]
    public partial class Keys
    {
        public Dictionary<object, int>? A { get; set; }
        // CMQ0201 at Dictionary<object, int>: 'A' holds 'System.Collections.Generic.Dictionary<object, int>', which the codec cannot write: its keys are 'object'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<int?, int>? B { get; set; }
        // CMQ0201 at Dictionary<int?, int>: 'B' holds 'System.Collections.Generic.Dictionary<int?, int>', which the codec cannot write: its keys are 'int?'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<byte[], int>? C { get; set; }
        // CMQ0201 at Dictionary<byte[], int>: 'C' holds 'System.Collections.Generic.Dictionary<byte[], int>', which the codec cannot write: its keys are 'byte[]'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public SortedList<Keyed, int>? D { get; set; }
        // CMQ0201 at SortedList<Keyed, int>: 'D' holds 'System.Collections.Generic.SortedList<Collections.Keyed, int>', which the codec cannot write: its keys are 'Collections.Keyed'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<JsonElement, int>? E { get; set; }
        // CMQ0201 at Dictionary<JsonElement, int>: 'E' holds 'System.Collections.Generic.Dictionary<System.Text.Json.JsonElement, int>', which the codec cannot write: its keys are 'System.Text.Json.JsonElement'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<Missing, int>? F { get; set; }
        public Dictionary<Letter, int>? G { get; set; }
        // CMQ0201 at Letter: 'G' holds 'Collections.Letter', which the codec cannot write: a key cannot have a converter; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<Wrong, int>? H { get; set; }
        // CMQ0201 at Wrong: 'H' holds 'Collections.Wrong', which the codec cannot write: a value cannot have the name ""; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<Named, Text>? I { get; set; }
        public Dictionary<Text, Named>? J { get; set; }
        public Dictionary<(int, int), int>? K { get; set; }
        // CMQ0201 at Dictionary<(int, int), int>: 'K' holds 'System.Collections.Generic.Dictionary<(int, int), int>', which the codec cannot write: its keys are '(int, int)'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        public Dictionary<string, Missing>? L { get; set; }
        public Dictionary<ReadOnlyMemory<byte>, int>? M { get; set; }
        // CMQ0201 at Dictionary<ReadOnlyMemory<byte>, int>: 'M' holds 'System.Collections.Generic.Dictionary<System.ReadOnlyMemory<byte>, int>', which the codec cannot write: its keys are 'System.ReadOnlyMemory<byte>'; use string, a number, an enum, a time or Guid; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    }
}

namespace Constructed
{
    [CmqQueue("n1")] public partial class TwoPublic { public TwoPublic(int a) => A = a; public TwoPublic(string b) => A = b.Length; public int A { get; } }
    // CMQ0006 at TwoPublic: A 'Constructed.TwoPublic' cannot be created from JSON: it has no public constructor without parameters, and not exactly one with parameters; mark the one to use with [JsonConstructor]
    [CmqQueue("n2")] public partial class NonePublic { internal NonePublic() { } }
    // CMQ0006 at NonePublic: A 'Constructed.NonePublic' cannot be created from JSON: it has no public constructor without parameters, and not exactly one with parameters; mark the one to use with [JsonConstructor]
    [CmqQueue("n3")] public partial class ThreeMarked { [JsonConstructor] public ThreeMarked() { } [JsonConstructor] private ThreeMarked(int a) => A = a; [JsonConstructor] public ThreeMarked(string b) => A = b.Length; public int A { get; } }
    // CMQ0006 at ThreeMarked: A 'Constructed.ThreeMarked' cannot be created from JSON: 3 of its constructors have [JsonConstructor]; leave it on the one to use
    public class PrivateGeneric<T> { [JsonConstructor] private PrivateGeneric(T a) => A = a; public T A { get; } }
    // CMQ0006 at PrivateGeneric: A 'Constructed.PrivateGeneric<int>' cannot be created from JSON: its constructor with [JsonConstructor] is not public, and generated code cannot reach that in a generic type; make it public, or mark another one
    public class InternalGeneric<T> { [JsonConstructor] internal InternalGeneric(T a) => A = a; public T A { get; } }
    public class ProtectedGeneric<T> { [JsonConstructor] protected ProtectedGeneric(T a) => A = a; public T A { get; } }
    // CMQ0006 at ProtectedGeneric: A 'Constructed.ProtectedGeneric<int>' cannot be created from JSON: its constructor with [JsonConstructor] is not public, and generated code cannot reach that in a generic type; make it public, or mark another one
    public class WideGeneric<T> { [JsonConstructor] protected internal WideGeneric(T a) => A = a; public T A { get; } }
    [CmqQueue("n4")] public partial record Generics(PrivateGeneric<int> A, InternalGeneric<int> B, ProtectedGeneric<int> C, WideGeneric<int> D);
    [CmqQueue("n5")] public partial class Unbound { public Unbound(int other, long a, ref int b, out int c, in int d, Missing e) { A = other; B = b; c = 0; D = d; } public int A { get; } public int B { get; } public int C { get; } public int D { get; } public Missing E { get; } }
    // CMQ0203 at a: Parameter 'a' of the constructor of 'Constructed.Unbound' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    // CMQ0203 at b: Parameter 'b' of the constructor of 'Constructed.Unbound' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    // CMQ0203 at c: Parameter 'c' of the constructor of 'Constructed.Unbound' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    // CMQ0203 at other: Parameter 'other' of the constructor of 'Constructed.Unbound' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    public class Unbound2 { public Unbound2(int other) => A = other; public int A { get; } }
    // CMQ0203 at other: Parameter 'other' of the constructor of 'Constructed.Unbound2' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    [CmqQueue("n11")] public partial class UnboundMissing { public UnboundMissing(Missing other) { } }
    [CmqQueue("n12")] public partial record HoldsProtected(Their.Protected<int> A);
    // CMQ0006 at Their.Protected<int>: A 'Their.Protected<int>' cannot be created from JSON: its constructor with [JsonConstructor] is not public, and generated code cannot reach that in a generic type; make it public, or mark another one
    [CmqQueue("n13")] public partial record Cased([property: JsonPropertyName("upper")] int A, int a);
    [CmqQueue("n6")] public partial record HoldsThem(Unbound2 A, Their.Unbound B, NonePublic C, Their.NoConstructor D);
    // CMQ0006 at Their.NoConstructor: A 'Their.NoConstructor' cannot be created from JSON: it has no public constructor without parameters, and not exactly one with parameters; mark the one to use with [JsonConstructor]
    // CMQ0203 at Their.Unbound: Parameter 'other' of the constructor of 'Their.Unbound' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    [CmqQueue("n7")]
    public partial class Required
    {
        [JsonIgnore] public required int A { get; set; }
        // CMQ0205 at A: 'A' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public required int B { get; set; }
        [JsonIgnore(Condition = (JsonIgnoreCondition)5)] public required int C { get; set; }
        // CMQ0205 at C: 'C' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        public required int D;
        // CMQ0205 at D: 'D' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        [JsonInclude] public required int E;
        [JsonRequired] public int F { get; }
        // CMQ0205 at JsonRequired: 'F' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        [JsonRequired, JsonIgnore(Condition = (JsonIgnoreCondition)5)] public int G { get; set; }
        // CMQ0205 at JsonRequired: 'G' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
        [JsonRequired, JsonIgnore(Condition = (JsonIgnoreCondition)4)] public int H { get; set; }
        [JsonExtensionData] public required Dictionary<string, object> I { get; set; }
    }
    [CmqQueue("n8")] public partial class Satisfied { [SetsRequiredMembers] public Satisfied() { } [JsonIgnore] public required int A { get; set; } public required int B; }
    [CmqQueue("n9")] public partial class ByParameter { [SetsRequiredMembers] public ByParameter(int a) => A = a; public required int A { get; init; } }
    public class RequiredBase { public virtual required int A { get; set; } }
    [CmqQueue("n10")] public partial class RequiredDerived : RequiredBase { [JsonIgnore] public override required int A { get; set; } }
    // CMQ0205 at A: 'A' is required, but JSON cannot give it a value, so no body could ever be read: remove 'required' or [JsonRequired], or make it a property with a public setter and without [JsonIgnore]
}

namespace Members
{
    [CmqQueue("m1")]
    public partial class Names
    {
        public int A { get; set; }
        [JsonPropertyName("A")] public int B { get; set; }
        // CMQ0202 at "A": 'B' and 'A' are both 'A' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
        public int IOStream { get; set; }
        public int ioStream { get; set; }
        // CMQ0202 at ioStream: 'ioStream' and 'IOStream' are both 'ioStream' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
        [JsonIgnore] public int a { get; set; }
        [JsonPropertyName("x")] public int C { get; set; }
        [JsonPropertyName("X")] public int D { get; set; }
        // CMQ0202 at "X": 'D' and 'C' are both 'X' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
        [JsonPropertyName("x")] public int E { get; set; }
        // CMQ0202 at "x": 'E' and 'C' are both 'x' in JSON, where names ignore case: rename one, or give it another name with [JsonPropertyName]
    }
    public class NamedBase { [JsonPropertyName("ay")] public virtual int A { get; set; } public int B { get; set; } [JsonIgnore] public virtual int C { get; set; } [JsonPropertyName("dee")] public virtual int D { get; set; } }
    [CmqQueue("m2")] public partial class NamedDerived : NamedBase { public override int A { get; set; } [JsonPropertyName("bee")] public new int B { get; set; } [JsonPropertyName("cee")] public override int C { get; set; } [JsonIgnore] public override int D { get; set; } }
    // CMQ0212 at "bee": 'B' is "bee" in JSON, but "b" on the type whose member it overrides or hides, where System.Text.Json would write both: give it [JsonPropertyName("b")]
    // CMQ0212 at A: 'A' is "a" in JSON, but "ay" on the type whose member it overrides or hides, where System.Text.Json would write both: give it [JsonPropertyName("ay")]
    public class HiddenBase { public int A { get; set; } public int B { get; set; } public int C { get; set; } }
    // CMQ0201 at A: 'A' holds 'int', which the codec cannot write: 'Members.Hides' hides the member by another one; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at B: 'B' holds 'int', which the codec cannot write: 'Members.Hides' hides the member by another one; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at C: 'C' holds 'int', which the codec cannot write: 'Members.Hides' hides the member by another one; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m3")] public partial class Hides : HiddenBase { private new void A() { } private new int B { get; set; } public new class C { } }
    public class HiddenFar : HidesToo { } public class HidesToo : HiddenBaseToo { protected new int C; } public class HiddenBaseToo { public int C { get; set; } }
    // CMQ0201 at C: 'C' holds 'int', which the codec cannot write: 'Members.HiddenFar' hides the member by another one; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m4")] public partial record HidesFar(HiddenFar A);
    [CmqQueue("m5")]
    public partial class Attributes
    {
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? A { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'A' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public List<int[]>? B { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'B' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public Dictionary<string, int>? C { get; set; }
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public Dictionary<int, string>? D { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'D' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public byte[]? E { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'E' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int[,]? F { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'F' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public DayOfWeek G { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'G' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public Collections.Keyed? N { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'N' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public ArraySegment<int> O { get; set; }
        // CMQ0204 at JsonNumberHandling(JsonNumberHandling.WriteAsString): 'O' has [JsonNumberHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int H { get; set; }
        // CMQ0204 at JsonIgnoreCondition.WhenWritingNull: 'H' has [JsonIgnore(Condition = ...)], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? I { get; set; }
        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> J { get; set; } = new();
        // CMQ0204 at JsonObjectCreationHandling(JsonObjectCreationHandling.Populate): 'J' has [JsonObjectCreationHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonObjectCreationHandling(JsonObjectCreationHandling.Replace)] public List<int> K { get; set; } = new();
        [Special] public int L { get; set; }
        // CMQ0204 at Special: 'L' has [Special], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonInclude] public int M { get; private set; }
    }
    public sealed class SpecialAttribute : JsonConverterAttribute { }
    public sealed class Unsuffixed : JsonConverterAttribute { }
    [CmqQueue("m19")] public partial class OfUnsuffixed { [Unsuffixed] public int A { get; set; } }
    // CMQ0204 at Unsuffixed: 'A' has [Unsuffixed], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m20")] public partial class BeingTyped { public Action? A { get; set; } public int B { get; } = ; }
    [CmqQueue("m21")] public partial record ExtraOfParameter(int A, [property: JsonExtensionData] Dictionary<string, object> B);
    // CMQ0203 at B: Parameter 'B' of the constructor of 'Members.ExtraOfParameter' has no public property of its name and type, so JSON has no value for it: add one, or mark another constructor with [JsonConstructor]
    [CmqQueue("m22")] public partial class Twofold { public int A { get; set; } public int A { get; set; } public int B { get; set; } }
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class Populated { public int A { get; set; } }
    [Special] public struct Specially { public int A { get; set; } }
    [CmqQueue("m6"), JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public partial class PopulatedMessage { public int A { get; set; } }
    // CMQ0204 at JsonObjectCreationHandling(JsonObjectCreationHandling.Populate): 'Members.PopulatedMessage' has [JsonObjectCreationHandling], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m7")] public partial record HoldsAttributes(Populated A, Specially? B, Their.Included C);
    // CMQ0201 at Populated: 'A' holds 'Members.Populated', which the codec cannot write: the codec does not cover its attribute [JsonObjectCreationHandling]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Specially: 'B' holds 'Members.Specially', which the codec cannot write: the codec does not cover its attribute [Special]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0204 at C: 'C.A' has [JsonInclude], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0204 at C: 'C.C' has [JsonInclude], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m8")] public partial class Extra { [JsonExtensionData] public Dictionary<string, int>? A { get; set; } }
    // CMQ0201 at Dictionary<string, int>: 'A' holds 'System.Collections.Generic.Dictionary<string, int>', which the codec cannot write: [JsonExtensionData] is for Dictionary<string, object>, Dictionary<string, JsonElement> and JsonObject; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m9")] public partial class Extras { [JsonExtensionData] public Dictionary<string, object>? A { get; set; } [JsonExtensionData] public JsonObject? B { get; set; } }
    // CMQ0204 at JsonExtensionData: 'A' has [JsonExtensionData], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0204 at JsonExtensionData: 'B' has [JsonExtensionData], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0206 at JsonExtensionData: 'B' has [JsonExtensionData] like 'A': only one member can hold the extension data, so remove the other
    [CmqQueue("m10")] public partial class ExtraOnly { [JsonExtensionData] public Dictionary<string, object>? A { get; } }
    // CMQ0204 at JsonExtensionData: 'A' has [JsonExtensionData], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m11")] public partial class ExtraSet { [JsonExtensionData] public Dictionary<string, object>? A { set { } } }
    // CMQ0204 at JsonExtensionData: 'A' has [JsonExtensionData], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m12"), JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public partial class ExtraRefused { [JsonExtensionData] public Dictionary<string, JsonElement>? A { get; set; } }
    // CMQ0204 at JsonExtensionData: 'A' has [JsonExtensionData], which the codec does not support there: remove the attribute, leave the member out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m13"), JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)] public partial class ExtraSkipped { [JsonExtensionData] public IDictionary<string, JsonElement>? A { get; set; } }
    [CmqQueue("m14")] public partial record ExtraKinds(ExtraOfList A, ExtraOfKeys B, ExtraOfOrder C);
    public class ExtraOfList { [JsonExtensionData] public List<int>? A { get; set; } }
    // CMQ0201 at List<int>: 'A' holds 'System.Collections.Generic.List<int>', which the codec cannot write: [JsonExtensionData] is for Dictionary<string, object>, Dictionary<string, JsonElement> and JsonObject; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    public class ExtraOfKeys { [JsonExtensionData] public Dictionary<int, object>? A { get; set; } }
    // CMQ0201 at Dictionary<int, object>: 'A' holds 'System.Collections.Generic.Dictionary<int, object>', which the codec cannot write: [JsonExtensionData] is for Dictionary<string, object>, Dictionary<string, JsonElement> and JsonObject; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    public class ExtraOfOrder { [JsonExtensionData] public SortedDictionary<string, object>? A { get; set; } }
    // CMQ0201 at SortedDictionary<string, object>: 'A' holds 'System.Collections.Generic.SortedDictionary<string, object>', which the codec cannot write: [JsonExtensionData] is for Dictionary<string, object>, Dictionary<string, JsonElement> and JsonObject; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    public class Reached<T> { [JsonInclude] private T? A { get; set; } [JsonInclude] private T? _b; public T? C { get; private set; } [JsonInclude] public T? D { get; private set; } [JsonInclude] public T? E { private get; set; } [JsonInclude] internal T? F { get; set; } }
    // CMQ0201 at A: 'A' holds 'int', which the codec cannot write: it is not public and in a generic type, where generated code cannot reach it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at D: 'D' holds 'int', which the codec cannot write: it is not public and in a generic type, where generated code cannot reach it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at E: 'E' holds 'int', which the codec cannot write: it is not public and in a generic type, where generated code cannot reach it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at _b: '_b' holds 'int', which the codec cannot write: it is not public and in a generic type, where generated code cannot reach it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m15")] public partial record Unreachable(Reached<int> A);
    [CmqQueue("m16")] public partial class Unread { public int A { get; } = 1; public int B => A; public int C { get; private set; } [JsonInclude] public readonly int D = 1; [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int E { get; } public int F { get { return 1; } } public int G { set { } } [JsonInclude] public int H { get; private set; } }
    // CMQ0210 at A: 'A' is written to JSON, but nothing sets it when the message is read, so its value is lost: add a setter, [JsonInclude] for one that is not public, or a constructor parameter of its name, or leave it out with [JsonIgnore]
    // CMQ0210 at C: 'C' is written to JSON, but nothing sets it when the message is read, so its value is lost: add a setter, [JsonInclude] for one that is not public, or a constructor parameter of its name, or leave it out with [JsonIgnore]
    // CMQ0210 at D: 'D' is written to JSON, but nothing sets it when the message is read, so its value is lost: add a setter, [JsonInclude] for one that is not public, or a constructor parameter of its name, or leave it out with [JsonIgnore]
    [CmqQueue("m17")] public partial class UnreadButWrong { public int A { get; } = 1; public Action? B { get; set; } }
    // CMQ0201 at Action: 'B' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("m18")] public partial class Doubled { public int A { get; set; } public int A { get; set; } public int { get; set; } }
}

namespace Converted
{
    public abstract class Open<T> : JsonConverter<T> { }
    public class Generic<T> : JsonConverter<T> { public override T? Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => default; public override void Write(Utf8JsonWriter w, T v, JsonSerializerOptions o) { } }
    public class OfLong : Generic<long> { }
    public class OfInt : Generic<int> { }
    public class Unfinished : Generic<int> { private Unfinished() { } }
    public class OfNullable : Generic<int?> { }
    public class Any : JsonConverterFactory { public override bool CanConvert(Type t) => true; public override JsonConverter? CreateConverter(Type t, JsonSerializerOptions o) => null; }
    public class Bounded<T> : Generic<T> where T : class { }
    public class FakeFactory : Mine.JsonConverterFactory { }
    public class FakeConverter : Mine.JsonConverter<int> { }
    file class Local : Generic<int> { }
    [CmqQueue("v1")]
    public partial class Members
    {
        private class Secret : Generic<int> { }
        private class Outer { private class Hidden : Generic<int> { } public class Holder { [JsonConverter(typeof(Hidden))] public int A { get; set; } } }
        // CMQ0201 at JsonConverter(typeof(Hidden)): 'A' holds 'int', which the codec cannot write: its converter 'Converted.Members.Outer.Hidden' is not accessible from the message; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(OfLong))] public int A { get; set; }
        // CMQ0201 at JsonConverter(typeof(OfLong)): 'A' holds 'int', which the codec cannot write: its converter 'Converted.OfLong' is for 'long'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(Open<int>))] public int B { get; set; }
        // CMQ0201 at JsonConverter(typeof(Open<int>)): 'B' holds 'int', which the codec cannot write: its converter 'Converted.Open<int>' is abstract; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(Generic<>))] public int C { get; set; }
        // CMQ0201 at JsonConverter(typeof(Generic<>)): 'C' holds 'int', which the codec cannot write: its converter 'Converted.Generic<>' is an open generic type; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(string))] public int D { get; set; }
        // CMQ0201 at JsonConverter(typeof(string)): 'D' holds 'int', which the codec cannot write: its converter 'string' has no public constructor without parameters; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(Unfinished))] public int E { get; set; }
        // CMQ0201 at JsonConverter(typeof(Unfinished)): 'E' holds 'int', which the codec cannot write: its converter 'Converted.Unfinished' has no public constructor without parameters; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(JsonStringEnumConverter))] public int F { get; set; }
        // CMQ0201 at JsonConverter(typeof(JsonStringEnumConverter)): 'F' holds 'int', which the codec cannot write: its converter 'System.Text.Json.Serialization.JsonStringEnumConverter' is for enums; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(JsonStringEnumConverter<DateTimeKind>))] public DayOfWeek G { get; set; }
        // CMQ0201 at JsonConverter(typeof(JsonStringEnumConverter<DateTimeKind>)): 'G' holds 'System.DayOfWeek', which the codec cannot write: its converter 'System.Text.Json.Serialization.JsonStringEnumConverter<System.DateTimeKind>' is for enums; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(JsonStringEnumConverter))] public List<DayOfWeek>? H { get; set; }
        // CMQ0201 at JsonConverter(typeof(JsonStringEnumConverter)): 'H' holds 'System.Collections.Generic.List<System.DayOfWeek>', which the codec cannot write: its converter 'System.Text.Json.Serialization.JsonStringEnumConverter' is for enums; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(int[]))] public int I { get; set; }
        // CMQ0201 at JsonConverter(typeof(int[])): 'I' holds 'int', which the codec cannot write: its [JsonConverter] does not name the class that converts; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(aliased::Aliased.Conversion))] public int J { get; set; }
        // CMQ0201 at JsonConverter(typeof(aliased::Aliased.Conversion)): 'J' holds 'int', which the codec cannot write: its converter 'Aliased.Conversion' is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(Missing))] public int K { get; set; }
        [JsonConverter(typeof(Bounded<int>))] public int L { get; set; }
        [JsonConverter(null)] public int M { get; set; }
        // CMQ0201 at JsonConverter(null): 'M' holds 'int', which the codec cannot write: its [JsonConverter] does not name the class that converts; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(OfInt))] public long N { get; set; }
        // CMQ0201 at JsonConverter(typeof(OfInt)): 'N' holds 'long', which the codec cannot write: its converter 'Converted.OfInt' is for 'int'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(OfNullable))] public int O { get; set; }
        // CMQ0201 at JsonConverter(typeof(OfNullable)): 'O' holds 'int', which the codec cannot write: its converter 'Converted.OfNullable' is for 'int?'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(OfInt))] public int? P { get; set; }
        [JsonConverter(typeof(OfNullable))] public int? Q { get; set; }
        [JsonConverter(typeof(Any))] public Action? R { get; set; }
        [JsonConverter(typeof(Secret))] public int S { get; set; }
        [JsonInclude] private Outer.Holder? T { get; set; }
        [JsonConverter(typeof(OfLong))] public int? U { get; set; }
        // CMQ0201 at JsonConverter(typeof(OfLong)): 'U' holds 'int', which the codec cannot write: its converter 'Converted.OfLong' is for 'long'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(OfInt))] public Missing? V { get; set; }
        [JsonConverter(typeof(Constrained.Own))] public int W { get; set; }
        // CMQ0201 at JsonConverter(typeof(Constrained.Own)): 'W' holds 'int', which the codec cannot write: its converter 'Constrained.Own' is neither a JsonConverter<int> nor a JsonConverterFactory; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(FakeFactory))] public int X { get; set; }
        // CMQ0201 at JsonConverter(typeof(FakeFactory)): 'X' holds 'int', which the codec cannot write: its converter 'Converted.FakeFactory' is neither a JsonConverter<int> nor a JsonConverterFactory; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter(typeof(FakeConverter))] public int Y { get; set; }
        // CMQ0201 at JsonConverter(typeof(FakeConverter)): 'Y' holds 'int', which the codec cannot write: its converter 'Converted.FakeConverter' is neither a JsonConverter<int> nor a JsonConverterFactory; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
        [JsonConverter] public int Z { get; set; }
        // CMQ0201 at JsonConverter: 'Z' holds 'int', which the codec cannot write: its [JsonConverter] does not name the class that converts; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    }
    [JsonConverter(typeof(OfLong))] public class WithOther { }
    [CmqQueue("v2")] public partial record Types(WithOther A, List<WithOther> B);
    // CMQ0201 at WithOther: 'A' holds 'Converted.WithOther', which the codec cannot write: its converter 'Converted.OfLong' is for 'long'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at WithOther: 'B' holds 'Converted.WithOther', which the codec cannot write: its converter 'Converted.OfLong' is for 'long'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("v3"), JsonConverter(typeof(OfLong))] public partial record Message(int A);
    // CMQ0201 at Message: 'Message' holds 'Converted.Message', which the codec cannot write: its converter 'Converted.OfLong' is for 'long'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("v4")]
    public partial class Tuples
    {
        [JsonConverter(typeof(Any))] public (int, string)[]? A { get; set; }
        [JsonConverter(typeof(Any))] public (int, string)? B { get; set; }
        [JsonConverter(typeof(Any))] public List<(int, string)>? C { get; set; }
        [JsonConverter(typeof(Any))] public Bound.Around<(int, string)>.Inner? D { get; set; }
        [JsonConverter(typeof(Any))] public int[][,]? E { get; set; }
        [JsonConverter(typeof(Any))] public Func<int>[]? F { get; set; }
    }
    [CmqQueue("v5")] public partial class ByOpen { [JsonConverter(typeof(Generic<>))] public int A { get; set; } }
    // CMQ0201 at JsonConverter(typeof(Generic<>)): 'A' holds 'int', which the codec cannot write: its converter 'Converted.Generic<>' is an open generic type; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    public class Page<T> { [JsonConverter(typeof(Generic<T>))] public T? A { get; set; } }
    [CmqQueue("v6")] public partial record HoldsPage(Page<int> A);
    [CmqQueue("v7")] public partial class ByLocal { [JsonConverter(typeof(Local))] public int A { get; set; } [JsonConverter(typeof(Generic<Number>))] public int B { get; set; } }
    // CMQ0201 at JsonConverter(typeof(Generic<Number>)): 'B' holds 'int', which the codec cannot write: its converter 'Converted.Generic<Converted.Number>' is a file-local type, which code in generated files cannot name; remove 'file'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at JsonConverter(typeof(Local)): 'A' holds 'int', which the codec cannot write: its converter 'Converted.Local' is a file-local type, which code in generated files cannot name; remove 'file'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    file class Number { }
    [CmqQueue("v8")] public partial class OfLocal { [JsonConverter(typeof(Any))] public Number? A { get; set; } }
    [CmqQueue("v9")] public partial class HoldsLocal { public List<Number>? A { get; set; } }
    [CmqQueue("v10")] public partial class OfAliased { [JsonConverter(typeof(Any))] public aliased::Aliased.Money? A { get; set; } [JsonConverter(typeof(Any))] public List<aliased::Aliased.Money>? B { get; set; } }
    // CMQ0201 at JsonConverter(typeof(Any)): 'A' holds 'Aliased.Money', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at JsonConverter(typeof(Any)): 'B' holds 'System.Collections.Generic.List<Aliased.Money>', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("v11")] public partial class NumbersOfAliased { [JsonNumberHandling(JsonNumberHandling.WriteAsString)] public Dictionary<aliased::Aliased.Kind, int>? A { get; set; } }
    // CMQ0201 at Dictionary<aliased::Aliased.Kind, int>: 'A' holds 'System.Collections.Generic.Dictionary<Aliased.Kind, int>', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("v12")] public partial class OfUnmet { [JsonConverter(typeof(Any))] public Constrained.OfClass<int>? A { get; set; } }
}

namespace Enums
{
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Before { [JsonStringEnumMemberName(" a")] A }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum After { [JsonStringEnumMemberName("a ")] A }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Empty { [JsonStringEnumMemberName("")] A }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Null { [JsonStringEnumMemberName(null!)] A }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Comma { [JsonStringEnumMemberName("a,b")] A }
    [Flags, JsonConverter(typeof(JsonStringEnumConverter))] public enum Flagged { [JsonStringEnumMemberName("a,b")] A, [JsonStringEnumMemberName(",")] B }
    [JsonConverter(typeof(JsonStringEnumConverter))] public enum Inside { [JsonStringEnumMemberName("a b")] A }
    [CmqQueue("e1")] public partial record Names(Before A, After B, Empty C, Null D, Comma E, Flagged F, Inside G);
    // CMQ0201 at After: 'B' holds 'Enums.After', which the codec cannot write: a value cannot have the name "a "; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Before: 'A' holds 'Enums.Before', which the codec cannot write: a value cannot have the name " a"; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Empty: 'C' holds 'Enums.Empty', which the codec cannot write: a value cannot have the name ""; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Flagged: 'F' holds 'Enums.Flagged', which the codec cannot write: a value cannot have the name ","; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Null: 'D' holds 'Enums.Null', which the codec cannot write: a value cannot have the name ""; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("e2")] public partial record Keys(Dictionary<Before, int> A, Dictionary<Flagged, int> B, [property: JsonConverter(typeof(JsonStringEnumConverter<Empty>))] Empty? C);
    // CMQ0201 at Before: 'A' holds 'Enums.Before', which the codec cannot write: a value cannot have the name " a"; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Flagged: 'B' holds 'Enums.Flagged', which the codec cannot write: a value cannot have the name ","; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at JsonConverter(typeof(JsonStringEnumConverter<Empty>)): 'C' holds 'Enums.Empty', which the codec cannot write: a value cannot have the name ""; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
}

namespace Polymorphic
{
    [JsonPolymorphic] public class Alone { }
    [JsonDerivedType(typeof(string), "s")] public class OfString { }
    [JsonDerivedType(typeof(TwinA), "t"), JsonDerivedType(typeof(TwinB), "t")] public class Twins { } public class TwinA : Twins { } public class TwinB : Twins { }
    [JsonDerivedType(typeof(NumberA), 1), JsonDerivedType(typeof(NumberB), 1)] public class Numbers { } public class NumberA : Numbers { } public class NumberB : Numbers { }
    [JsonDerivedType(typeof(MixedA), 1), JsonDerivedType(typeof(MixedB), "1"), JsonDerivedType(typeof(MixedC)), JsonDerivedType(typeof(MixedD))] public class Mixed { } public class MixedA : Mixed { } public class MixedB : Mixed { } public class MixedC : Mixed { } public class MixedD : Mixed { }
    [JsonDerivedType(typeof(Again), "a"), JsonDerivedType(typeof(Again), "b")] public class Repeats { } public class Again : Repeats { }
    [JsonDerivedType(typeof(SealedOne), "a")] public sealed class SealedOne { }
    [JsonDerivedType(typeof(Structure), "a")] public struct Structure { }
    [JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType), JsonDerivedType(typeof(Thing), "a")] public interface IThing { } public class Thing : IThing { }
    [JsonDerivedType(typeof(Thing2), "a")] public interface IThing2 { } public class Thing2 : IThing2 { }
    [JsonDerivedType(typeof(Listed2), "a")] public class Listed : List<int> { } public class Listed2 : Listed { }
    [JsonDerivedType(typeof(ListedLeaf), "a")] public class Plain { } public class ListedLeaf : Plain, IEnumerable { public IEnumerator GetEnumerator() => null!; }
    [JsonDerivedType(typeof(ConvertedLeaf), "a")] public class Base2 { } [JsonConverter(typeof(LeafConverter))] public class ConvertedLeaf : Base2 { }
    public class LeafConverter : JsonConverter<ConvertedLeaf> { public override ConvertedLeaf Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => null!; public override void Write(Utf8JsonWriter w, ConvertedLeaf v, JsonSerializerOptions o) { } }
    [JsonDerivedType(typeof(AbstractLeaf), "a")] public class Base3 { } public abstract class AbstractLeaf : Base3 { }
    [JsonDerivedType(typeof(Box<>), "a")] public class Base4 { } public class Box<T> : Base4 { }
    [JsonDerivedType(typeof(AliasedLeaf), "a")] public class Base5 : aliased::Aliased.Root { } public class AliasedLeaf : Base5 { }
    public class AliasedTag : aliased::Aliased.Root { }
    [JsonDerivedType(typeof(OfMoney<aliased::Aliased.Money>), "a")] public class Base7 { } public class OfMoney<T> : Base7 { }
    [JsonDerivedType(typeof(LocalLeaf), "a")] public class Base8 { } file class LocalLeaf : Base8 { }
    [JsonDerivedType(typeof(Hidden.Leaf), "a")] public class Base6 { } public class Hidden { internal protected class Leaf : Base6 { } }
    [CmqQueue("p1")]
    public partial record Held(Alone A, OfString B, Twins C, Numbers D, Mixed E, Repeats F, SealedOne G, Structure H, IThing I, IThing2 J, Listed K, Plain L, Base2 M, Base3 N, Base4 O, Base5 P, AliasedTag Q, Base6 R, Base7 S);
    // CMQ0201 at AliasedTag: 'Q' holds 'Polymorphic.AliasedTag', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Alone: 'A' holds 'Polymorphic.Alone', which the codec cannot write: it has [JsonPolymorphic] without a [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Base2: 'M' holds 'Polymorphic.Base2', which the codec cannot write: its derived type 'Polymorphic.ConvertedLeaf' has a converter; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Base3: 'N' holds 'Polymorphic.Base3', which the codec cannot write: of its derived type 'Polymorphic.AbstractLeaf': it is abstract, so it does not say which class to create; name the classes with [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Base4: 'O' holds 'Polymorphic.Base4', which the codec cannot write: 'Polymorphic.Box<>' does not derive from it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Base5: 'P' holds 'Polymorphic.Base5', which the codec cannot write: it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Base7: 'S' holds 'Polymorphic.Base7', which the codec cannot write: its derived type 'Polymorphic.OfMoney<Aliased.Money>' is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at IThing: 'I' holds 'Polymorphic.IThing', which the codec cannot write: an interface has no form of its own for types that are not named; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Listed: 'K' holds 'Polymorphic.Listed', which the codec cannot write: it is a collection, which has no place for a discriminator; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Numbers: 'D' holds 'Polymorphic.Numbers', which the codec cannot write: two of its derived types have the discriminator '1'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at OfString: 'B' holds 'Polymorphic.OfString', which the codec cannot write: 'string' does not derive from it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Plain: 'L' holds 'Polymorphic.Plain', which the codec cannot write: its derived type 'Polymorphic.ListedLeaf' is a collection, which has no place for a discriminator; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Repeats: 'F' holds 'Polymorphic.Repeats', which the codec cannot write: it names 'Polymorphic.Again' twice; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at SealedOne: 'G' holds 'Polymorphic.SealedOne', which the codec cannot write: nothing can derive from it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Structure: 'H' holds 'Polymorphic.Structure', which the codec cannot write: nothing can derive from it; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    // CMQ0201 at Twins: 'C' holds 'Polymorphic.Twins', which the codec cannot write: two of its derived types have the discriminator 't'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [JsonDerivedType(typeof(Named), "n")] public class Discriminated { [JsonPropertyName("$type")] public int A { get; set; } } public class Named : Discriminated { }
    // CMQ0213 at "$type": 'A' is '$type' in JSON, which is the name of the discriminator of 'Polymorphic.Discriminated': give it another name with [JsonPropertyName], or rename the discriminator with TypeDiscriminatorPropertyName of [JsonPolymorphic]
    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(KindLeaf), 1)] public abstract record Kinds(int A); public record KindLeaf(int A, string Kind, [property: JsonIgnore] int KIND = 1) : Kinds(A);
    // CMQ0213 at Kind: 'Kind' is 'kind' in JSON, which is the name of the discriminator of 'Polymorphic.KindLeaf': give it another name with [JsonPropertyName], or rename the discriminator with TypeDiscriminatorPropertyName of [JsonPolymorphic]
    [JsonPolymorphic(TypeDiscriminatorPropertyName = "a"), JsonDerivedType(typeof(UnnamedLeaf))] public record Unnamed(int A); public record UnnamedLeaf(int A) : Unnamed(A);
    [CmqQueue("p2")] public partial record Discriminators(Discriminated A, Kinds B, Unnamed C);
    [CmqQueue("p4")] public partial record HoldsLocal(Base8 A);
    // CMQ0201 at Base8: 'A' holds 'Polymorphic.Base8', which the codec cannot write: its derived type 'Polymorphic.LocalLeaf' is a file-local type, which code in generated files cannot name; remove 'file'; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("p3"), JsonPolymorphic] public partial record Message(int A);
    // CMQ0201 at Message: 'Message' holds 'Polymorphic.Message', which the codec cannot write: it has [JsonPolymorphic] without a [JsonDerivedType]; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
}

namespace Contexts
{
    public class NoContext { }
    public abstract class Fake { public class JsonSerializerContext { } public class Context : JsonSerializerContext { } }
    [JsonSerializable(typeof(string))] public abstract class Other : JsonSerializerContext { protected Other() : base(null) { } }
    public partial class Around { [JsonSerializable(typeof(Unseen))] private abstract class Secret : JsonSerializerContext { protected Secret() : base(null) { } } [CmqQueue("j0", JsonContext = typeof(Secret))] public partial record Seen(int A); }
    // CMQ0211 at typeof(Secret): 'Contexts.Around.Secret' cannot write 'Contexts.Around.Seen': it has no [JsonSerializable(typeof(Contexts.Around.Seen))]
    [CmqQueue("j1", JsonContext = typeof(NoContext))] public partial record NotDerived(int A);
    // CMQ0211 at typeof(NoContext): 'Contexts.NoContext' cannot write 'Contexts.NotDerived': it does not derive from JsonSerializerContext
    [CmqQueue("j2", JsonContext = typeof(Fake.Context))] public partial record NotOfJson(int A);
    // CMQ0211 at typeof(Fake.Context): 'Contexts.Fake.Context' cannot write 'Contexts.NotOfJson': it does not derive from JsonSerializerContext
    [CmqQueue("j3", JsonContext = typeof(Other))] public partial record NotInIt(int A);
    // CMQ0211 at typeof(Other): 'Contexts.Other' cannot write 'Contexts.NotInIt': it has no [JsonSerializable(typeof(Contexts.NotInIt))]
    [CmqQueue("j4", JsonContext = typeof(Missing))] public partial record MissingContext(int A);
    [CmqQueue("j5"), CmqTopic("j5", JsonContext = typeof(NoContext))] public partial record OfTopic(int A);
    // CMQ0211 at typeof(NoContext): 'Contexts.NoContext' cannot write 'Contexts.OfTopic': it does not derive from JsonSerializerContext
    [CmqQueue("j6", JsonContext = typeof(Other)), CmqTopic("j6", JsonContext = typeof(NoContext))] public partial record OfBoth(int A);
    // CMQ0211 at typeof(Other): 'Contexts.Other' cannot write 'Contexts.OfBoth': it has no [JsonSerializable(typeof(Contexts.OfBoth))]
    [CmqQueue("j7", JsonContext = typeof(aliased::Aliased.Context))] public partial record OfAlias(int A);
    // CMQ0211 at typeof(aliased::Aliased.Context): 'Aliased.Context' cannot write 'Contexts.OfAlias': it is of an assembly that is referenced under the alias 'aliased' only, which generated code does not have; add global to the Aliases of the reference
    [CmqQueue<Other>("j8", JsonContext = typeof(Other))] public partial class BoundOther { }
    // CMQ0005 at Other: 'Contexts.Other' is abstract: use a record, class or struct of your own that contains what is sent
    // CMQ0211 at typeof(Other): 'Contexts.Other' cannot write 'Contexts.Other': it has no [JsonSerializable(typeof(Contexts.Other))]
    public record Unseen(int A);
    [CmqQueue("j9", JsonContext = null)] public partial record NoneAtAll(Action A);
    // CMQ0201 at Action: 'A' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("j10", JsonContext = typeof(LocalContext))] public partial record OfLocalContext(int A);
    // CMQ0211 at typeof(LocalContext): 'Contexts.LocalContext' cannot write 'Contexts.OfLocalContext': it is a file-local type, which code in generated files cannot name; remove 'file'
    [JsonSerializable(typeof(OfLocalContext))] file abstract class LocalContext : JsonSerializerContext { protected LocalContext() : base(null) { } }
    [CmqQueue("j11", JsonContext = typeof(OpenContext<>))] public partial record OfOpenContext(int A);
    // CMQ0211 at typeof(OpenContext<>): 'Contexts.OpenContext<>' cannot write 'Contexts.OfOpenContext': it is an open generic type
    [JsonSerializable(typeof(OfOpenContext))] public abstract class OpenContext<T> : JsonSerializerContext { protected OpenContext() : base(null) { } }
}

namespace Constrained
{
    public class OfClass<T> where T : class { public int A { get; set; } }
    public class OfStruct<T> where T : struct { public int A { get; set; } }
    public class OfUnmanaged<T> where T : unmanaged { public int A { get; set; } }
    public class OfNew<T> where T : new() { public int A { get; set; } }
    public class OfBase<T> where T : OfBase<T> { public int A { get; set; } }
    public class OfInterface<T> where T : IComparable<T> { public int A { get; set; } }
    public class OfOther<T, U> where T : U { public int A { get; set; } }
    public class NoNew { public NoNew(int a) { } }
    public abstract class AbstractNew { }
    public struct Managed { public string A { get; set; } }
    public class Self : OfBase<Self> { }
    public class Broken : OfClass<int> { }
    [CmqQueue("o1")] public partial class Wrong { public OfClass<int>? A { get; set; } public Action? Reported { get; set; } }
    // CMQ0201 at Action: 'Reported' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("o2")] public partial class BrokenBase : OfClass<int> { public Action? Reported { get; set; } }
    // CMQ0201 at Action: 'Reported' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("o3")] public partial class Arrays { public OfClass<int>[]? A { get; set; } }
    [CmqQueue("o4")] public partial record Right(OfClass<string> A, OfStruct<int> B, OfUnmanaged<DayOfWeek> C, OfNew<Own> D, OfBase<Self> E, OfInterface<int> F, OfOther<string, object> G, OfOther<Self, OfBase<Self>> H, OfNew<int> I);
    public class Own { public int A { get; set; } }
    [CmqQueue("o5")] public partial class Nested { public Box<int>.Inner? A { get; set; } }
    [CmqQueue("o6")] public partial class NoClass { public OfClass<int>? A { get; set; } }
    [CmqQueue("o7")] public partial class NoStruct { public OfStruct<string>? A { get; set; } }
    [CmqQueue("o8")] public partial class NoNullable { public OfStruct<int?>? A { get; set; } }
    [CmqQueue("o9")] public partial class NoUnmanaged { public OfUnmanaged<Managed>? A { get; set; } }
    [CmqQueue("o10")] public partial class NoConstructor { public OfNew<NoNew>? A { get; set; } }
    [CmqQueue("o11")] public partial class NoClassToCreate { public OfNew<AbstractNew>? A { get; set; } }
    [CmqQueue("o12")] public partial class NoBase { public OfBase<Own>? A { get; set; } }
    [CmqQueue("o13")] public partial class NoInterface { public OfInterface<Own>? A { get; set; } }
    [CmqQueue("o14")] public partial class NoOther { public OfOther<int, string>? A { get; set; } }
    [CmqQueue("o15")] public partial class NoDerived { public OfOther<OfBase<Self>, Self>? A { get; set; } }
    [CmqQueue("o16")] public partial class NoBaseClass : OfClass<int> { }
    [CmqQueue("o17")] public partial class OfSpans { public List<Span<int>>? A { get; set; } }
    [CmqQueue("o18")] public unsafe partial class OfPointers { public List<int*>? A { get; set; } }
    [CmqQueue("o19")] public partial class OfVoids { public List<void>? A { get; set; } }
    public class Around<T> { public class InBase<U> where U : T { public int A { get; set; } } }
    [CmqQueue("o20")] public partial record Bounds(Around<object>.InBase<string> A);
    [CmqQueue("o21")] public partial record NoBounds(Around<string>.InBase<object> A);
    public class Box<T> where T : class { public class Inner { public int A { get; set; } } }
}

namespace Subscribed
{
    [CmqQueue("s1"), CmqSubscription("s1t", FilterTags = new[] { "a", null! }, NotifyStrategy = (CmqContracts.NotifyStrategy)7)] public partial record Odd(int A);
    // CMQ0115 at new[] { "a", null! }: Tag '' has 0 characters; use 1 to 16 characters
    [CmqQueue(null!)] public partial record NullName(int A);
    // CMQ0101 at null!: The queue name is empty; give it 1 to 64 characters
    [CmqTopic(null!)] public partial record NullTopic(int A);
    // CMQ0113 at null!: The topic name is empty; give it 1 to 64 characters
    [CmqQueue("s2"), CmqSubscription(null!)] public partial record NullSubscription(int A);
    // CMQ0113 at null!: The topic name is empty; give it 1 to 64 characters
    [CmqQueue("")] public partial record EmptyName(Action A);
    // CMQ0101 at "": The queue name is empty; give it 1 to 64 characters
    // CMQ0201 at Action: 'A' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue(Missing.Name, VisibilityTimeout = -1)] public partial record MissingName(int A);
    [CmqQueue("s3", VisibilityTimeout = Missing.Seconds)] public partial record MissingSeconds(Action A);
    // CMQ0201 at Action: 'A' holds 'System.Action', which the codec cannot write: a delegate is code, not data; use a value that selects it, such as an enum; change its type, give it a [JsonConverter], leave it out with [JsonIgnore], or let System.Text.Json write the message by setting JsonContext of its attribute
    [CmqQueue("s4"), CmqSubscription("s4t", FilterTags = new string[] { "", Missing.Tag })] public partial record MissingTag(int A);
    [CmqQueue("s5"), CmqSubscription("", FilterTags = new string[0])] public partial record NoTags(int A);
    // CMQ0113 at "": The topic name is empty; give it 1 to 64 characters
}

namespace Mine
{
    public interface IList { }
    public class JsonConverterFactory { }
    public class JsonConverter<T> { }
}

namespace { [CmqQueue("z1")] public partial record InNamelessNamespace(int A); }
namespace Half. { [CmqQueue("z2")] public partial record InHalfNamespace(int A); }
