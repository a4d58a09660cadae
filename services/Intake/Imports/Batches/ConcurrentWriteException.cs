namespace Risk.Intake.Imports.Batches;

/// <summary>Somebody else wrote the same at the same moment: the batch is tried again and will see it.</summary>
internal sealed class ConcurrentWriteException() : Exception("A concurrent writer was faster.");
