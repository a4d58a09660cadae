namespace Risk.Scoring.Scores;

/// <summary>How many of many were scored, and of how many the grade is another one than before.</summary>
internal readonly record struct PortfolioCount(int Scored, int Changed);
