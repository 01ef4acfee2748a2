namespace CmqContracts.Testing.Tests;

[CmqQueue("orders", VisibilityTimeout = 30)]
public sealed partial record Order(int Number);

[CmqTopic("news")]
public sealed partial record News(string Text);
