global using CmqContracts.Protocol;
global using CmqContracts.Sqlite.Faults.Kit;
global using CmqContracts.Testing;
global using Xunit.Abstractions;

// Faults are timed: a test that loads the machine beside another one would only make both slower.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
