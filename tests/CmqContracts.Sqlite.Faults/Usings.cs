global using CmqContracts.Protocol;
global using CmqContracts.Sqlite.Faults.Kit;
global using CmqContracts.Testing;
global using Xunit.Abstractions;

// Faults are timed: tests that load the machine at the same time would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
