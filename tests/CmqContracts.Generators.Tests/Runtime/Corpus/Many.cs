namespace CmqContracts.Generators.Tests.Runtime;

// More members than 64 bits can mark as seen.
[CmqQueue("many-required")]
public partial class ManyRequired
{
    public required string Member1 { get; init; }

    public required bool? Member2 { get; init; }

    public required decimal Member3 { get; set; }

    public required int Member4 { get; init; }

    public required string Member5 { get; init; }

    public required bool? Member6 { get; set; }

    public required decimal Member7 { get; init; }

    public required int Member8 { get; init; }

    public required string Member9 { get; set; }

    public required bool? Member10 { get; init; }

    public required decimal Member11 { get; init; }

    public required int Member12 { get; set; }

    public required string Member13 { get; init; }

    public required bool? Member14 { get; init; }

    public required decimal Member15 { get; set; }

    public required int Member16 { get; init; }

    public required string Member17 { get; init; }

    public required bool? Member18 { get; set; }

    public required decimal Member19 { get; init; }

    public required int Member20 { get; init; }

    public required string Member21 { get; set; }

    public required bool? Member22 { get; init; }

    public required decimal Member23 { get; init; }

    public required int Member24 { get; set; }

    public required string Member25 { get; init; }

    public required bool? Member26 { get; init; }

    public required decimal Member27 { get; set; }

    public required int Member28 { get; init; }

    public required string Member29 { get; init; }

    public required bool? Member30 { get; set; }

    public required decimal Member31 { get; init; }

    public required int Member32 { get; init; }

    public required string Member33 { get; set; }

    public required bool? Member34 { get; init; }

    public required decimal Member35 { get; init; }

    public required int Member36 { get; set; }

    public required string Member37 { get; init; }

    public required bool? Member38 { get; init; }

    public required decimal Member39 { get; set; }

    public required int Member40 { get; init; }

    public required string Member41 { get; init; }

    public required bool? Member42 { get; set; }

    public required decimal Member43 { get; init; }

    public required int Member44 { get; init; }

    public required string Member45 { get; set; }

    public required bool? Member46 { get; init; }

    public required decimal Member47 { get; init; }

    public required int Member48 { get; set; }

    public required string Member49 { get; init; }

    public required bool? Member50 { get; init; }

    public required decimal Member51 { get; set; }

    public required int Member52 { get; init; }

    public required string Member53 { get; init; }

    public required bool? Member54 { get; set; }

    public required decimal Member55 { get; init; }

    public required int Member56 { get; init; }

    public required string Member57 { get; set; }

    public required bool? Member58 { get; init; }

    public required decimal Member59 { get; init; }

    public required int Member60 { get; set; }

    public required string Member61 { get; init; }

    public required bool? Member62 { get; init; }

    public required decimal Member63 { get; set; }

    public required int Member64 { get; init; }

    public required string Member65 { get; init; }

    public required bool? Member66 { get; set; }

    public required decimal Member67 { get; init; }

    public required int Member68 { get; init; }

    public required string Member69 { get; set; }

    public required bool? Member70 { get; init; }
}

[CmqQueue("many-parameters")]
public partial record ManyParameters(
    string Member1,
    long? Member2,
    int Member3,
    string Member4,
    long? Member5,
    int Member6,
    string Member7,
    long? Member8,
    int Member9,
    string Member10,
    long? Member11,
    int Member12,
    string Member13,
    long? Member14,
    int Member15,
    string Member16,
    long? Member17,
    int Member18,
    string Member19,
    long? Member20,
    int Member21,
    string Member22,
    long? Member23,
    int Member24,
    string Member25,
    long? Member26,
    int Member27,
    string Member28,
    long? Member29,
    int Member30,
    string Member31,
    long? Member32,
    int Member33,
    string Member34,
    long? Member35,
    int Member36,
    string Member37,
    long? Member38,
    int Member39,
    string Member40,
    long? Member41,
    int Member42,
    string Member43,
    long? Member44,
    int Member45,
    string Member46,
    long? Member47,
    int Member48,
    string Member49,
    long? Member50,
    int Member51,
    string Member52,
    long? Member53,
    int Member54,
    string Member55,
    long? Member56,
    int Member57,
    string Member58,
    long? Member59,
    int Member60,
    string Member61,
    long? Member62,
    int Member63,
    string Member64,
    long? Member65,
    int Member66,
    int Optional1 = 1,
    int Optional2 = 2,
    int Optional3 = 3,
    int Optional4 = 4)
{
    public int Later1 { get; init; } = 1;

    public int Later2 { get; init; } = 2;

    public int Later3 { get; init; } = 3;
}
