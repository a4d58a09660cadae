namespace Risk.ServiceDefaults.Hosting;

/// <summary>The service cannot start; the message says why in words for the person who starts it.</summary>
public class StartException : Exception
{
    public StartException(string message) : base(message)
    {
    }

    public StartException(string message, Exception cause) : base(message, cause)
    {
    }
}
