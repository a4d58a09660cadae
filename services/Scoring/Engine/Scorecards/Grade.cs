namespace Risk.Scoring.Engine.Scorecards;

/// <summary>Classes of creditworthiness, best first; the numbers of the contract.</summary>
internal enum Grade
{
    AAA = 1,
    AA = 2,
    A = 3,
    BBB = 4,
    BB = 5,
    B = 6,
    CCC = 7,
    CC = 8,
    C = 9,
    D = 10,
}
