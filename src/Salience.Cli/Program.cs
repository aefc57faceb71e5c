Console.Error.WriteLine("salience: no command is known yet.");
return 2;
