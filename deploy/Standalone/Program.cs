using Risk.Standalone;

return await Suite.RunAsync(args);
